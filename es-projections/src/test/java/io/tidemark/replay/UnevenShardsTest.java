package io.tidemark.replay;

import static io.tidemark.replay.UnevenShards.TRAILS;
import static io.tidemark.replay.UnevenShards.otherCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.subscription.EventHandlingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shards that are not equally far, compared with other rows. */
class UnevenShardsTest {
  private static final RebuildOptions BESIDE = RebuildOptions.defaults().withoutSwitch();

  private final ProjectionLab lab = new ProjectionLab();
  private final UnevenShards shards = new UnevenShards(lab);

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void what_if_changes_none_of_them_with_the_code_it_asks_about() {
    shards.leaveOneBehind();

    ComparisonReport report = lab.replays().whatIf(TRAILS).with(otherCode()).compare();

    assertThat(report.changed()).isEqualTo(20);
    shards.run(TRAILS);
    lab.assertTrueToTheLog(TRAILS);
  }

  @Test
  void a_comparison_with_new_code_waits_for_who_runs_the_old_one() {
    lab.replays().rebuild(otherCode(), BESIDE, progress -> {});
    shards.leaveOneBehind();
    List<Trail> before = lab.stored(TRAILS);

    assertThatThrownBy(() -> lab.replays().compare(otherCode()))
        .isInstanceOf(RowsAheadException.class)
        .hasMessageContaining("expected the serving ones at position 80, actual 40");

    assertThat(lab.stored(TRAILS)).isEqualTo(before);
    shards.run(TRAILS);
    assertThat(lab.replays().compare(otherCode()).changed()).isEqualTo(20);
    lab.assertTrueToTheLog(TRAILS);
  }

  @Test
  void those_that_are_told_to_wait_stay_as_they_are() {
    shards.leaveOneBehind();
    lab.projections().pause(TRAILS);
    List<Trail> before = lab.stored(TRAILS);

    assertThatThrownBy(() -> lab.replays().verify(TRAILS)).isInstanceOf(RowsAheadException.class);
    assertThatThrownBy(() -> lab.replays().whatIf(TRAILS).dropping(1).compare())
        .isInstanceOf(RowsAheadException.class);

    assertThat(lab.stored(TRAILS)).isEqualTo(before);
    lab.projections().resume(TRAILS);
    assertThat(lab.replays().verify(TRAILS).isClean()).isTrue();
  }

  @Test
  void the_code_that_made_them_brings_them_to_one_position_to_verify_them() {
    shards.leaveOneBehind();

    VerificationReport report = lab.replays().verify(TRAILS);

    assertThat(report.isClean()).isTrue();
    assertThat(report.position()).isEqualTo(80);
  }

  @Test
  void a_pool_of_three_connections_is_enough_to_verify_them() {
    shards.leaveOneBehind();
    try (HikariDataSource three = lab.pool(3);
        PostgresEventStore store = PostgresEventStore.builder(three).build()) {
      three.setConnectionTimeout(3_000);

      assertThat(Replays.of(PostgresProjections.of(store)).verify(TRAILS).position()).isEqualTo(80);
    }
  }

  @Test
  void a_shard_that_has_stopped_before_an_event_keeps_them_from_being_verified_and_it_is_said() {
    shards.leaveOneBehind();
    List<Trail> before = lab.stored(TRAILS);
    Projection<String, Trail> stops =
        Trails.byStream("trails", event -> event.position() > 40).onFailure(FailurePolicy.STOP);

    assertThatThrownBy(() -> lab.replays().verify(stops))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("41");

    assertThat(lab.stored(TRAILS)).isEqualTo(before);
  }

  @Test
  void nobody_moves_the_checkpoint_of_whole_rows_either_while_a_snapshot_begins() {
    Projection<String, Trail> whole = Trails.byStream("whole", Trails.nothing());
    lab.projections().catchUp(whole);

    new ServingShards<>(lab.projections().schema(), whole)
        .whileLevel(
            Duration.ZERO,
            () -> {
              assertThatThrownBy(() -> lab.jdbc().inTransaction(UnevenShardsTest::moved))
                  .hasMessageContaining("lock timeout");
              return true;
            });
  }

  private static int moved(Session session) {
    session.update("set local lock_timeout = '100ms'");
    return session.update("update tidemark.projections set epoch = 9 where name = 'whole'");
  }
}
