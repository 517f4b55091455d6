package io.tidemark.benchmarks.streams.log;

import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.subscription.Subscriber;
import java.time.Instant;
import java.util.Objects;

/** By a statement that is kept under a name. */
public final class MadeBySql implements Durable.Making {
  private static final String NAME = "window_rows";

  private final Workload work;
  private final SqlQueries queries;

  /** Of this work, in the place of none yet. */
  public MadeBySql(PostgresProjections projections, Workload work) {
    this.work = work;
    this.queries = create(projections, NAME, work);
  }

  /** Names a statement. */
  public static SqlQueries create(PostgresProjections projections, String name, Workload work) {
    SqlQueries queries =
        SqlQueries.of(projections)
            .types(PaymentEvent.CATEGORY, PaymentEvent.CODEC, Paid.class)
            .build();
    queries.create("CREATE VIEW %s WITH ('delay' = '60 s') AS %s".formatted(name, query(work)));
    return queries;
  }

  private static String query(Workload work) {
    return switch (work) {
      case T1 ->
          windows(
              "window_start", "TUMBLE(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)");
      case T2 ->
          windows(
              "window_start",
              "HOP(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)");
      case T3 ->
          over("ORDER BY occurred_at RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW");
      case T4 -> over("ORDER BY `position` ROWS BETWEEN 9 PRECEDING AND CURRENT ROW");
      case T5 -> windows("batch", "LENGTH_BATCH(TABLE paid PARTITION BY account, 100)");
      case T6 ->
          windows(
              "window_start",
              "SESSION(TABLE paid PARTITION BY account, DESCRIPTOR(occurred_at), INTERVAL '30' SECOND)");
    };
  }

  private static String windows(String which, String function) {
    String until = which.equals("batch") ? "" : ", window_end";
    return "SELECT account, %1$s, COUNT(*) AS payments, SUM(amount) AS total FROM TABLE(%2$s) GROUP BY account, %1$s%3$s"
        .formatted(which, function, until);
  }

  private static String over(String frame) {
    return "SELECT account, occurred_at, COUNT(*) OVER (PARTITION BY account %1$s) AS payments, SUM(amount) OVER (PARTITION BY account %1$s) AS total FROM paid"
        .formatted(frame);
  }

  @Override
  public Subscriber subscriber() {
    return queries.subscriber(NAME);
  }

  @Override
  public void tell(Rows rows) {
    Rows.Part out = rows.part();
    for (Tuple row : queries.rows(NAME).rows()) {
      long at = work == Workload.T5 ? 0 : ((Instant) value(row, 1)).toEpochMilli();
      WindowRows.tell((String) value(row, 0), at, (Long) value(row, 2), (Long) value(row, 3), out);
    }
    out.flush();
  }

  private static Object value(Tuple row, int column) {
    return Objects.requireNonNull(row.get(column));
  }
}
