package io.tidemark.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.ProjectionRunner;
import io.tidemark.projection.ProjectionState;
import io.tidemark.projection.ProjectionStatus;
import io.tidemark.testdatabase.Processes;
import org.junit.jupiter.api.Test;

/** A primary dies and a replica that was behind takes its place, under a process that stays up. */
class FailoverTest {

  @Test
  void a_runner_that_stays_up_stops_or_has_every_event_of_the_log_that_is_left() throws Exception {
    try (ReplicatedServer servers = ReplicatedServer.start();
        PostgresEventStore store = PostgresEventStore.builder(servers.primaryOfBoth()).build()) {
      JdbcProjections projections =
          JdbcProjections.on(store, servers.primaryOfBoth(), ProjectionLab.SCHEMA);
      try (ProjectionRunner runner =
          ProjectionRunner.builder(store).add(projections.exactlyOnce(Accounts.BALANCES)).build()) {
        runner.start();
        Accounts.history(store, 90, 1);
        runner.catchUp();
        servers.awaitReplicated();

        servers.stopStandby();
        Accounts.history(store, 10, 2);
        runner.catchUp();
        servers.failOver();
        servers.awaitVisitors();
        Accounts.history(store, 15, 3);

        assertThat(store.head()).isEqualTo(105);
        Processes.await("rows or a refusal", () -> hasEnded(runner.status().get(0)));
        if (runner.status().get(0).state() == ProjectionState.RUNNING) {
          assertThat(projections.<Object, Accounts.Balance>repository(Accounts.BALANCES).findAll())
              .containsExactlyElementsOf(
                  LiveProjection.fold(Accounts.BALANCES, store, AsOf.latest()).values());
          assertThat(projections.verify(Accounts.BALANCES).isClean()).isTrue();
        }
      }
    }
  }

  private static boolean hasEnded(ProjectionStatus status) {
    return status.state() == ProjectionState.FAILED
        ? status.error().orElseThrow().contains("The log was rewound")
        : status.checkpoint() == 105;
  }
}
