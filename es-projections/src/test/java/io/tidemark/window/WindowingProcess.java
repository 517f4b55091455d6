package io.tidemark.window;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that makes windows in shards until it is killed. */
final class WindowingProcess {
  private static final int SHARDS = 2;

  private WindowingProcess() {}

  static Process start(TestDatabase database) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            WindowingProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password())
        .redirectErrorStream(true)
        .redirectOutput(new File("target", "windowing-process.log"))
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
      PostgresProjections projections =
          PostgresProjections.builder(store).leaseTime(Duration.ofMillis(600)).build();
      SubscriptionRunner.Builder builder = SubscriptionRunner.builder(store).batchSize(3);
      WindowCases.all()
          .forEach(each -> builder.add(projections.sharded(each.projection(), SHARDS)));
      builder.add(projections.sharded(WindowCases.idle(), SHARDS));
      try (SubscriptionRunner runner = builder.build()) {
        runner.start();
        while (runner.isAlive()) {
          LockSupport.parkNanos(1_000_000_000);
        }
      }
    }
  }
}
