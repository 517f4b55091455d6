package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.subscription.SubscriberGroup;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardKeeperTest {
  private static final Projection<String, Trail> TRAILS =
      Trails.byStream("trails", Trails.nothing()).onFailure(FailurePolicy.STOP);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_group_goes_on_in_the_next_runner_once_the_one_before_is_closed() {
    SubscriberGroup group = group(TRAILS, Duration.ofMillis(900));
    for (int i = 1; i <= 3; i++) {
      Trails.append(lab.store(), 5, 20);
      try (SubscriptionRunner runner = runner(group)) {
        runner.start();
        runner.catchUp(Duration.ofSeconds(60));
      }
      assertThat(count("projection_members")).isZero();
      lab.assertTrueToTheLog(TRAILS);
    }
  }

  private long count(String table) {
    return lab.jdbc()
        .first("select count(*) from tidemark." + table, row -> row.integer(1))
        .orElseThrow();
  }

  private SubscriberGroup group(Projection<?, ?> projection, Duration lease) {
    return PostgresProjections.builder(lab.store())
        .leaseTime(lease)
        .build()
        .sharded(projection, 2);
  }

  private SubscriptionRunner runner(SubscriberGroup group) {
    return SubscriptionRunner.builder(lab.store()).add(group).build();
  }
}
