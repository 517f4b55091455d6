package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Accounts;
import io.tidemark.replay.VerificationReport;
import org.junit.jupiter.api.Test;

/** A table of checkpoints from before there were shards. */
class CheckpointUpgradeTest {
  private static final String OLD =
      """
      create table tidemark.projections (
        name text not null,
        slot text not null check (slot in ('live', 'rebuild')),
        log_id uuid not null,
        position bigint not null check (position >= 0),
        event_id uuid,
        epoch bigint not null,
        definition text not null,
        started_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        last_error text,
        primary key (name, slot)
      )
      """;

  @Test
  void is_brought_up_to_date_and_its_projections_go_on() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Accounts.history(lab.store(), 40, 1);
      lab.projections().catchUp(Accounts.BALANCES);
      lab.jdbc().update("alter table tidemark.projections rename to newer");
      lab.jdbc().update("alter index tidemark.projections_pkey rename to newer_pkey");
      lab.jdbc().update(OLD);
      lab.jdbc()
          .update(
              "insert into tidemark.projections (name, slot, log_id, position, event_id, epoch,"
                  + " definition) select name, slot, log_id, position, event_id, epoch, definition"
                  + " from tidemark.newer");
      Accounts.history(lab.store(), 40, 2);

      lab.projections().catchUp(Accounts.BALANCES);

      VerificationReport report = lab.replays().verify(Accounts.BALANCES);
      assertThat(report.position()).isEqualTo(80);
      assertThat(report.isClean()).isTrue();
      assertThat(report.handled()).isEmpty(); // of the first forty nobody counted
      lab.replays().rebuild(Accounts.BALANCES, progress -> {});
      assertThat(lab.replays().verify(Accounts.BALANCES).handled()).isPresent();
      lab.replays().rollBack(Accounts.BALANCES);
      lab.assertTrueToTheLog(Accounts.BALANCES);
    }
  }
}
