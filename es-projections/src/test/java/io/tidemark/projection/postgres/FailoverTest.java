package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.LiveProjection;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import org.junit.jupiter.api.Test;

/** A primary dies and a replica that was behind takes its place, under a process that stays up. */
class FailoverTest {

  @Test
  void a_runner_that_stays_up_stops_or_has_every_event_of_the_log_that_is_left() throws Exception {
    try (ReplicatedServer servers = ReplicatedServer.start();
        PostgresEventStore store = PostgresEventStore.builder(servers.primaryOfBoth()).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(projections.exactlyOnce(Accounts.BALANCES))
              .build()) {
        runner.start();
        Accounts.history(store, 90, 1);
        runner.catchUp();
        servers.awaitReplicated();

        servers.stopStandby();
        Accounts.history(store, 10, 2);
        runner.catchUp();
        servers.failOver();
        servers.awaitVisitors(() -> !runner.isAlive());
        Accounts.history(store, 15, 3);

        assertThat(store.head()).isEqualTo(105);
        Processes.await("rows or a refusal", () -> hasEnded(runner.status().get(0)));
        if (runner.status().get(0).state() == SubscriberState.RUNNING) {
          assertThat(ReadModels.of(projections).of(Accounts.BALANCES).findAll())
              .containsExactlyElementsOf(
                  LiveProjection.of(Accounts.BALANCES, store).rows(AsOf.latest()).values());
          assertThat(Replays.of(projections).verify(Accounts.BALANCES).isClean()).isTrue();
        }
      }
    }
  }

  private static boolean hasEnded(SubscriberStatus status) {
    return status.state() == SubscriberState.FAILED
        ? status.error().orElseThrow().contains("The log was rewound")
        : status.position() == 105;
  }
}
