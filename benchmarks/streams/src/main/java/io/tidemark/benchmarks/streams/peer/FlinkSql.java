package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

/**
 * Flink's SQL over the same stream, planned before. The last ten events are by processing time,
 * which is the order in which they come.
 */
public record FlinkSql(int parallelism) implements Contender {
  private static final int EVENTS_OF_T3 = 200_000;

  @Override
  public String name() {
    return "Flink SQL, parallelism " + parallelism;
  }

  @Override
  public boolean can(Workload work) {
    return work != Workload.T5;
  }

  /** It goes through all times in the range of a key for each event. */
  @Override
  public int limit(Workload work) {
    return work == Workload.T3 ? EVENTS_OF_T3 : Integer.MAX_VALUE;
  }

  private static String sql(Workload work) {
    return switch (work) {
      case T1 -> windows("TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)");
      case T2 ->
          windows("HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)");
      case T3 -> over("ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW");
      case T4 -> over("ORDER BY arrival ROWS BETWEEN 9 PRECEDING AND CURRENT ROW");
      case T5 -> throw new UnsupportedOperationException("Flink SQL has no batches");
      case T6 ->
          windows("SESSION(TABLE events PARTITION BY k, DESCRIPTOR(ts), INTERVAL '30' SECOND)");
    };
  }

  private static String windows(String function) {
    return "SELECT k, window_start, COUNT(*), SUM(amount) FROM TABLE(%s) GROUP BY k, window_start, window_end"
        .formatted(function);
  }

  private static String over(String frame) {
    return "SELECT k, t, COUNT(*) OVER w, SUM(amount) OVER w FROM events WINDOW w AS (PARTITION BY k %s)"
        .formatted(frame);
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) throws Exception {
    StreamExecutionEnvironment environment = FlinkCluster.environment(parallelism);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
    Schema.Builder schema =
        Schema.newBuilder()
            .columnByExpression("k", "f0")
            .columnByExpression("amount", "f1")
            .columnByExpression("t", "f2");
    if (work.isByTime()) {
      schema
          .columnByExpression("ts", "TO_TIMESTAMP_LTZ(f2, 3)")
          .watermark("ts", "ts - INTERVAL '60' SECOND");
    } else {
      schema.columnByExpression("arrival", "PROCTIME()");
    }
    tables.createTemporaryView(
        "events", FlinkCluster.source(environment, events, false), schema.build());
    tables.toDataStream(tables.sqlQuery(sql(work))).sinkTo(new RowSink<>(teller(work)));
    return FlinkCluster.job(environment, rows);
  }

  private static RowSink.Teller<Row> teller(Workload work) {
    return work.isPerEvent()
        ? (row, out) -> out.add(key(row), number(row, 1), number(row, 2), number(row, 3))
        : (row, out) -> out.add(key(row), begin(row), number(row, 2), number(row, 3));
  }

  private static int key(Row row) {
    return Objects.requireNonNull(row.<Integer>getFieldAs(0));
  }

  private static long number(Row row, int column) {
    return Objects.requireNonNull(row.<Long>getFieldAs(column));
  }

  private static long begin(Row row) {
    LocalDateTime begin = Objects.requireNonNull(row.getFieldAs(1));
    return begin.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
