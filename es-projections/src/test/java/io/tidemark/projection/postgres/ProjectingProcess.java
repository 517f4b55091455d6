package io.tidemark.projection.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that projects until it is killed. */
final class ProjectingProcess {
  private ProjectingProcess() {}

  static Process start(TestDatabase database, String work) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ProjectingProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password(),
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
      if (arguments[3].equals("rebuild")) {
        Replays.of(projections).rebuild(Accounts.BALANCES, ProjectingProcess::lingerHalfWay);
      } else {
        run(
            store,
            projections,
            arguments[3].equals("history") ? Accounts.BALANCES.withHistory() : Accounts.BALANCES);
      }
    }
  }

  private static void lingerHalfWay(RebuildProgress progress) {
    while (progress.position() > 0) {
      LockSupport.park();
    }
  }

  private static void run(
      PostgresEventStore store,
      PostgresProjections projections,
      Projection<String, Accounts.Balance> projection) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(projection))
            .batchSize(5)
            .build()) {
      runner.start();
      while (runner.isAlive()) {
        LockSupport.parkNanos(1_000_000_000);
      }
    }
  }
}
