package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.history.RowOrigin;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kill -9 of a process amid its work. */
class KilledProcessTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_rebuild_whose_process_was_killed_is_resumed_where_it_was() throws Exception {
    Accounts.history(lab.store(), 7_000, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    Process process = ProjectingProcess.start(lab.database(), "rebuild");
    Processes.await("first batch", () -> rebuilt() > 0);
    process.destroyForcibly().waitFor();
    long reached = rebuilt();
    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThat(lab.projections().status(Accounts.BALANCES).rebuilt()).isPresent();
    awaitEndOfItsConnections();

    RebuildProgress end = lab.replays().rebuild(Accounts.BALANCES, progress -> {});

    assertThat(reached).isLessThan(7_000);
    assertThat(end.resumedFrom()).isEqualTo(reached);
    assertThat(end.position()).isEqualTo(7_000);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_rebuild_by_two_workers_that_is_killed_twice_ends_equal_to_a_fresh_replay()
      throws Exception {
    Accounts.history(lab.store(), 14_000, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    for (int i = 0; i < 2; i++) {
      long before = rebuilt();
      Process process = ProjectingProcess.start(lab.database(), "rebuild by two");
      Processes.await("progress", () -> rebuilt() > before);
      process.destroyForcibly().waitFor();
      awaitEndOfItsConnections();
    }
    long reached = rebuilt();
    assertThat(reached).isLessThan(14_000);

    RebuildProgress end = lab.replays().rebuild(Accounts.BALANCES, progress -> {});

    assertThat(end.resumedFrom()).isEqualTo(reached).isPositive();
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_runner_that_is_killed_twice_amid_its_work_applies_every_event_once() throws Exception {
    kill(2, 5_000);
  }

  @Test
  void history_kept_by_a_runner_that_is_killed_twice_is_that_of_a_replay() throws Exception {
    Projection<String, Accounts.Balance> balances = Accounts.BALANCES.withHistory();
    Accounts.history(lab.store(), 3_000, 1);
    for (int i = 0; i < 2; i++) {
      long before = live();
      Process process = ProjectingProcess.start(lab.database(), "history");
      Processes.await("progress", () -> live() > before + 50);
      process.destroyForcibly().waitFor();
    }
    long killedAt = live();

    lab.projections().catchUp(balances);

    assertThat(killedAt).isLessThan(3_000);
    lab.assertTrueToTheLog(balances);
    for (long position = 0; position <= killedAt + 20; position += 1 + killedAt / 40) {
      ReadModel<String, Accounts.Balance> rows =
          lab.asking().of(balances).asOf(AsOf.position(position));
      assertThat(rows.origin()).isEqualTo(RowOrigin.history(position, 0));
      assertThat(rows.findAll())
          .containsExactlyElementsOf(
              LiveProjection.of(balances, lab.store()).rows(AsOf.position(position)).values());
    }
  }

  @Test
  @Tag("chaos")
  void a_runner_that_is_killed_thirty_times_amid_its_work_applies_every_event_once()
      throws Exception {
    kill(30, 100_000);
  }

  private void kill(int times, int events) throws IOException, InterruptedException {
    Accounts.history(lab.store(), events, 1);
    for (int i = 0; i < times; i++) {
      long before = live();
      Process process = ProjectingProcess.start(lab.database(), "run");
      Processes.await("progress", () -> live() > before + 50);
      process.destroyForcibly().waitFor();
    }
    assertThat(live()).isLessThan(events);

    lab.projections().catchUp(Accounts.BALANCES);

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  /** The server notices a dead client when it next writes to it. */
  private void awaitEndOfItsConnections() {
    Processes.await(
        "release of the lock",
        () ->
            lab.jdbc()
                .query("select 1 from pg_locks where locktype = 'advisory'", row -> row.integer(1))
                .isEmpty());
  }

  private long live() {
    return lab.asking().of(Accounts.BALANCES).position();
  }

  private long rebuilt() {
    return lab.jdbc()
        .first(
            "select coalesce(min(position), 0) from tidemark.projections where slot = 'rebuild'",
            row -> row.integer(1))
        .orElse(0L);
  }
}
