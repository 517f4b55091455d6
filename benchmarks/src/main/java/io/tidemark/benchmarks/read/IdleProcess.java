package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Connections;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.SubscriptionRunner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process with three projections, all caught up. */
public final class IdleProcess {
  static final String TIDEMARK = "tidemark";
  static final String BY_HAND = "by-hand";
  static final int PROJECTIONS = 3;
  static final int LOOK_MILLIS = 200;

  private IdleProcess() {}

  /** Takes what {@link Companion#start} gives, and the schema of the log. */
  public static void main(String[] arguments) throws Exception {
    Database database = Companion.database(arguments);
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(arguments[2]).withoutMigration().build();
        Connections connections = Connections.open(database, PROJECTIONS)) {
      SubscriptionRunner runner = runner(store);
      Companion.serve(
          what -> {
            if (what.equals(TIDEMARK)) {
              runner.start();
              runner.catchUp();
            } else {
              look(connections, arguments[2]);
            }
            return List.of();
          });
      runner.close();
      System.exit(0); // whoever looks does so until the end
    }
  }

  private static SubscriptionRunner runner(PostgresEventStore store) {
    PostgresProjections projections = PostgresProjections.of(store);
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(store);
    for (int i = 0; i < PROJECTIONS; i++) {
      builder.add(
          projections.exactlyOnce(
              AccountTotal.projection("idle_totals_" + i, PaymentEvent.CATEGORY)));
    }
    return builder.build();
  }

  private static void look(Connections connections, String schema) throws SQLException {
    for (Connection connection : connections.all()) {
      PreparedStatement select =
          connection.prepareStatement(
              "select position, type, data from %s.events where position > ? and category = ? order by position limit 1000"
                  .formatted(schema));
      select.setLong(1, Long.MAX_VALUE); // nothing is new
      select.setString(2, PaymentEvent.CATEGORY);
      Thread thread = new Thread(() -> lookForEver(select));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void lookForEver(PreparedStatement select) {
    try {
      while (true) {
        try (ResultSet rows = select.executeQuery()) {
          if (rows.next()) {
            throw new IllegalStateException("Expected nothing new");
          }
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException("Looking failed", e);
    }
  }
}
