package io.tidemark.reaction;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.reaction.Alerts.Case;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that reacts to rows in shards until it is killed. */
final class ReactingProcess {
  private static final int SHARDS = 2;

  private ReactingProcess() {}

  static List<Case<?, ?>> cases() {
    return List.of(Alerts.recent("recent"), Alerts.overdrawn("balances"));
  }

  static Process start(TestDatabase database) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ReactingProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password())
        .redirectErrorStream(true)
        .redirectOutput(new File("target", "reacting-process.log"))
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
          PostgresProjections.builder(store)
              .leaseTime(Duration.ofMillis(600))
              .idleTimeout(Duration.ofMillis(900)) // one that is frozen holds up all appends
              .build();
      SubscriptionRunner.Builder builder = SubscriptionRunner.builder(store).batchSize(3);
      cases().forEach(each -> builder.add(projections.sharded(each.projection(), SHARDS)));
      try (SubscriptionRunner runner = builder.build()) {
        runner.start();
        while (runner.isAlive()) {
          LockSupport.parkNanos(1_000_000_000);
        }
      }
    }
  }
}
