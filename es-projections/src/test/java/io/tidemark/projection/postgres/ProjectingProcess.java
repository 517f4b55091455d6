package io.tidemark.projection.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Owners;
import io.tidemark.projection.set.SetTotals;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that projects until it is killed. */
final class ProjectingProcess {
  /** So that there is time to kill it amid its work. */
  private static final double SLOW = 2_000;

  private ProjectingProcess() {}

  static Process start(TestDatabase database, String work) throws IOException {
    return start(database.jdbcUrl(), database.user(), database.password(), work);
  }

  static Process start(String jdbcUrl, String user, String password, String work)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ProjectingProcess.class.getName(),
            jdbcUrl,
            user,
            password,
            work)
        .redirectErrorStream(true)
        .redirectOutput(new File("target", "projecting-process.log"))
        .start();
  }

  public static void main(String[] arguments) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(6);
    try (HikariDataSource dataSource = new HikariDataSource(config);
        PostgresEventStore store = PostgresEventStore.builder(dataSource).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      if (arguments[3].equals("rebuild by two")) {
        Replays.of(projections)
            .rebuild(
                Accounts.BALANCES,
                RebuildOptions.defaults().withWorkers(2).withMaxRate(SLOW),
                progress -> {});
      } else if (arguments[3].equals("rebuild")) {
        Replays.of(projections).rebuild(Accounts.BALANCES, ProjectingProcess::lingerHalfWay);
      } else if (arguments[3].equals("set held")) {
        run(store, projections.exactlyOnce(SetTotals.HELD));
      } else if (arguments[3].equals("chained")) {
        run(store, projections.exactlyOnce(Owners.TOTALS));
      } else if (arguments[3].equals("shards")) {
        runShards(store);
      } else {
        run(
            store,
            projections.exactlyOnce(
                arguments[3].equals("history")
                    ? Accounts.BALANCES.withHistory()
                    : Accounts.BALANCES));
      }
    }
  }

  private static void lingerHalfWay(RebuildProgress progress) {
    while (progress.position() > 0) {
      LockSupport.park();
    }
  }

  private static void runShards(PostgresEventStore store) {
    PostgresProjections projections =
        PostgresProjections.builder(store).leaseTime(Duration.ofSeconds(3)).build();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.sharded(ShardedProjections.BY_STREAM, 4))
            .add(projections.sharded(ShardedProjections.BY_KEY, 3))
            .batchSize(100)
            .build()) {
      runner.start();
      while (runner.isAlive()) {
        LockSupport.parkNanos(1_000_000_000);
      }
    }
  }

  private static void run(PostgresEventStore store, Subscriber subscriber) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(subscriber).batchSize(5).build()) {
      runner.start();
      while (runner.isAlive()) {
        LockSupport.parkNanos(1_000_000_000);
      }
    }
  }
}
