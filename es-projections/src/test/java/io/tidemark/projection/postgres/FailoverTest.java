package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.sql.Connection;
import java.util.List;
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

  @Test
  void an_append_in_a_transaction_on_a_standby_may_be_tried_again_elsewhere() throws Exception {
    try (ReplicatedServer servers = ReplicatedServer.start();
        PostgresEventStore store = PostgresEventStore.builder(servers.primaryOfBoth()).build()) {
      Accounts.history(store, 1, 1);
      servers.awaitReplicated();
      try (Connection connection = servers.openStandby()) {
        connection.setAutoCommit(false);
        assertThatThrownBy(
                () ->
                    store
                        .inTransaction(connection)
                        .append(
                            StreamId.of("account", "1"),
                            ExpectedVersion.any(),
                            List.of(EventData.of("T", "{}"))))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("standby");
      }
    }
  }

  private static boolean hasEnded(SubscriberStatus status) {
    return status.state() == SubscriberState.FAILED
        ? status.error().orElseThrow().contains("The log was rewound")
        : status.position() == 105;
  }
}
