package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.RetryPolicy;
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

  /** Whichever of the two shards is the one that fails. */
  @Test
  void a_shard_that_failed_goes_on_in_a_process_whose_code_can() {
    Trails.append(lab.store(), 20, 40);
    Projection<String, Trail> fails =
        Trails.byStream("trails", event -> event.position() > 40).onFailure(FailurePolicy.STOP);
    try (SubscriptionRunner one = runner(group(fails, Duration.ofMillis(900)));
        SubscriptionRunner two = runner(group(TRAILS, Duration.ofMillis(900)))) {
      one.start();
      two.start();
      Processes.await("a shard with each", () -> isRunning(one) && isRunning(two));
      Trails.append(lab.store(), 20, 40);

      Processes.await("all events", () -> lab.asking().of(TRAILS).position() == lab.store().head());
      assertThat(one.status()).anyMatch(status -> status.state() == SubscriberState.FAILED);
      lab.assertTrueToTheLog(TRAILS);
    }
  }

  @Test
  void a_lease_from_before_the_clock_was_set_back_is_free() {
    Trails.append(lab.store(), 5, 20);
    ShardedProjections.split(lab, TRAILS, 2); // makes the tables
    lab.jdbc()
        .update(
            "insert into tidemark.projection_members (name, member, title, alive_until)"
                + " values ('trails', gen_random_uuid(), 'dead', now() + interval '1 hour')");
    lab.jdbc()
        .update(
            "update tidemark.projection_leases set until = now() + interval '1 hour',"
                + " owner = (select member from tidemark.projection_members limit 1)");
    Trails.append(lab.store(), 5, 20);
    try (SubscriptionRunner runner = runner(group(TRAILS, Duration.ofMillis(900)))) {
      runner.start();
      runner.catchUp(Duration.ofSeconds(20));
    }
    lab.assertTrueToTheLog(TRAILS);
  }

  private static boolean isRunning(SubscriptionRunner runner) {
    return runner.status().stream()
        .anyMatch(status -> status.state() == SubscriberState.RUNNING && status.position() == 40);
  }

  private long count(String table) {
    return lab.jdbc()
        .first("select count(*) from tidemark." + table, row -> row.integer(1))
        .orElseThrow();
  }

  private SubscriberGroup group(Projection<?, ?> projection, Duration lease) {
    return PostgresProjections.builder(lab.store()).leaseTime(lease).build().sharded(projection, 2);
  }

  private SubscriptionRunner runner(SubscriberGroup group) {
    return SubscriptionRunner.builder(lab.store())
        .add(group)
        .retry(RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(5)))
        .build();
  }
}
