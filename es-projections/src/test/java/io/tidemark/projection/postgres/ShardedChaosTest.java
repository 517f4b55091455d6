package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes that share two projections are killed and frozen, their connections cut and the server
 * restarted, while events are appended. Frozen ones wake up and believe that they still own what
 * others have taken over.
 */
class ShardedChaosTest {
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(8);

  @Test
  void a_process_that_is_killed_and_one_that_is_frozen_lose_and_double_nothing() throws Exception {
    torment(2, 3_000, Duration.ofSeconds(4));
  }

  @Test
  @Tag("chaos")
  void a_minute_of_kills_freezes_cut_connections_and_restarts_loses_and_doubles_nothing()
      throws Exception {
    torment(12, 20_000, LONGER_THAN_A_LEASE);
  }

  private static void torment(int faults, int events, Duration frozen) throws Exception {
    List<Process> processes = new ArrayList<>();
    try (TestServer server = TestServer.start();
        PostgresEventStore store =
            PostgresEventStore.builder(server.dataSource())
                .outcomeTimeout(Duration.ofSeconds(60))
                .build()) {
      Jdbc jdbc = new Jdbc(server.dataSource());
      Accounts.history(store, 100, 1);
      for (int i = 0; i < 2; i++) {
        processes.add(start(server));
      }
      awaitCaughtUp(store, Accounts.BALANCES);
      CompletableFuture<Void> appended =
          CompletableFuture.runAsync(() -> append(store, events, faults));
      Random random = new Random(7);
      for (int i = 0; i < faults; i++) {
        Thread.sleep(500 + random.nextInt(1_500));
        strike(i, processes, server, jdbc, frozen);
      }
      appended.join();
      awaitCaughtUp(store, ShardedProjections.BY_STREAM);
      awaitCaughtUp(store, ShardedProjections.BY_KEY);

      ShardedProjections.assertTrueToTheLog(store, jdbc, ShardedProjections.BY_STREAM);
      ShardedProjections.assertTrueToTheLog(store, jdbc, ShardedProjections.BY_KEY);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static void append(PostgresEventStore store, int events, int parts) {
    for (int i = 0; i < parts; i++) {
      Accounts.history(store, events / parts / 2, i);
      Accounts.mixedHistory(store, events / parts / 2 / 10, i);
    }
  }

  private static void strike(
      int i, List<Process> processes, TestServer server, Jdbc jdbc, Duration frozen)
      throws Exception {
    switch (i % 4) {
      case 0 -> {
        processes.get(0).destroyForcibly().waitFor();
        processes.set(0, start(server));
      }
      case 1 -> {
        signal("STOP", processes.get(1));
        Thread.sleep(frozen.toMillis());
        signal("CONT", processes.get(1));
      }
      case 2 ->
          jdbc.query(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where pid <> pg_backend_pid() and query like '%projection_leases%'",
              row -> row.truth(1));
      default -> {
        server.killNine();
        server.restart();
      }
    }
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static Process start(TestServer server) throws IOException {
    return ProjectingProcess.start(server.jdbcUrl(), server.user(), server.password(), "shards");
  }

  private static void awaitCaughtUp(PostgresEventStore store, Projection<?, ?> projection) {
    ReadModels asking = ReadModels.of(PostgresProjections.of(store));
    Processes.await(
        "lag 0 of " + projection.name(), () -> asking.of(projection).position() >= store.head());
  }
}
