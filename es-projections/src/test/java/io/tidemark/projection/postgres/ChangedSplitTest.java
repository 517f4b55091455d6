package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A definition that was keyed by a value is said to be keyed by stream, or the other way round. */
class ChangedSplitTest {
  private static final Projection<String, Trail> BY_VALUE =
      Trails.byValue("trails", Trails.nothing());
  private static final Projection<String, Trail> BY_STREAM =
      Trails.byStream("trails", Trails.nothing());

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void doubles_and_loses_nothing_by_streams_in_the_place_of_keys() {
    becomes(BY_VALUE, BY_STREAM);
  }

  @Test
  void doubles_and_loses_nothing_by_keys_in_the_place_of_streams() {
    becomes(BY_STREAM, BY_VALUE);
  }

  private void becomes(Projection<String, Trail> former, Projection<String, Trail> latter) {
    Trails.append(lab.store(), 20, 40);
    ShardedProjections.split(lab, former, 2);
    Trails.append(lab.store(), 20, 40);
    ShardedProjections.goOn(lab, former, new Shard(0, 2)); // the other one is behind

    ShardedProjections.split(lab, latter, 2);
    lab.assertTrueToTheLog(latter);
    Trails.append(lab.store(), 20, 40);
    lab.projections().catchUp(former); // as they are split, whatever it would split by
    lab.assertTrueToTheLog(latter);
  }

  @Test
  void makes_a_process_with_the_former_definition_stand_by() {
    Trails.append(lab.store(), 20, 40);
    try (SubscriptionRunner former = runner(BY_VALUE)) {
      former.start();
      former.catchUp(Duration.ofSeconds(60));
      try (SubscriptionRunner latter = runner(BY_STREAM)) {
        latter.start();
        Processes.await("all shards with the one that came later", () -> members() == 1);
        Trails.append(lab.store(), 20, 40);
        latter.catchUp(Duration.ofSeconds(60));

        lab.assertTrueToTheLog(BY_STREAM);
        assertThat(owners()).isEqualTo(List.of(2L));
      }
    }
  }

  private SubscriptionRunner runner(Projection<?, ?> projection) {
    PostgresProjections projections =
        PostgresProjections.builder(lab.store()).leaseTime(Duration.ofMillis(900)).build();
    return SubscriptionRunner.builder(lab.store()).add(projections.sharded(projection, 2)).build();
  }

  private long members() {
    return lab.jdbc()
        .first("select count(*) from tidemark.projection_members", row -> row.integer(1))
        .orElseThrow();
  }

  private List<Long> owners() {
    return lab.jdbc()
        .query(
            "select count(*) from tidemark.projection_leases where owner is not null"
                + " group by owner",
            row -> row.integer(1));
  }
}
