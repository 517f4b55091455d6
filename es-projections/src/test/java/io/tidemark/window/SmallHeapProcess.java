package io.tidemark.window;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with little memory that brings a projection to the head and says how fast it was. */
final class SmallHeapProcess {
  private static final double NANOS = 1e9;
  private static final int PARTS = 10;

  private SmallHeapProcess() {}

  static Process start(TestDatabase database, LargeState state, int size, int heap, File output)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SmallHeapProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password(),
            state.name(),
            Integer.toString(size))
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start();
  }

  public static void main(String[] arguments) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(4);
    LargeState state = LargeState.valueOf(arguments[3]);
    int size = Integer.parseInt(arguments[4]);
    try (HikariDataSource dataSource = new HikariDataSource(config);
        PostgresEventStore store = PostgresEventStore.builder(dataSource).build();
        SubscriptionRunner runner =
            SubscriptionRunner.builder(store)
                .add(PostgresProjections.of(store).exactlyOnce(state.projection(size)))
                .listener(new Rates(state.events(size)))
                .build()) {
      runner.catchUp();
    }
  }

  /** Prints the rate of each tenth of the events. */
  private static final class Rates implements SubscriptionListener {
    private final int events;
    private final List<String> rates = new ArrayList<>();
    private long began = System.nanoTime();
    private long from;

    Rates(int events) {
      this.events = events;
    }

    @Override
    public void batchApplied(AppliedBatch batch) {
      if (batch.to() < (long) events * (rates.size() + 1) / PARTS) {
        return;
      }
      long now = System.nanoTime();
      rates.add("%,.0f".formatted((batch.to() - from) / ((now - began) / NANOS)));
      began = now;
      from = batch.to();
      System.out.println("events/s by tenths: " + String.join(" ", rates));
    }
  }
}
