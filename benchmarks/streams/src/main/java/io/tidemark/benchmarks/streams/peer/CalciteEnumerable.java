package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Calendar;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Calcite itself carries SQL out over the finished events in memory. Its sessions are wrong where
 * events are out of order (CALCITE-7683).
 */
public final class CalciteEnumerable implements Contender {
  private static final int EVENTS_OF_T3 = 200_000;
  private static final Calendar UTC = Calendar.getInstance(TimeZone.getTimeZone("UTC"));

  @Override
  public String name() {
    return "Calcite, over finished events";
  }

  @Override
  public boolean can(Workload work) {
    return work != Workload.T5;
  }

  @Override
  public boolean isRight(Workload work) {
    return work != Workload.T6;
  }

  /** It adds the whole range up anew for each row. */
  @Override
  public int limit(Workload work) {
    return work == Workload.T3 ? EVENTS_OF_T3 : Integer.MAX_VALUE;
  }

  private static String sql(Workload work) {
    return switch (work) {
      case T1 -> windows("TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)");
      case T2 ->
          windows("HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)");
      case T3 -> over("ORDER BY t RANGE BETWEEN 300000 PRECEDING AND CURRENT ROW");
      case T4 -> over("ORDER BY \"POSITION\" ROWS BETWEEN 9 PRECEDING AND CURRENT ROW");
      case T5 -> throw new UnsupportedOperationException("Calcite has no batches");
      case T6 ->
          windows("SESSION(TABLE events, DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '30' SECOND)");
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
  public Run prepare(Workload work, Event[] events, Rows rows) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:calcite:caseSensitive=false");
    connection
        .unwrap(CalciteConnection.class)
        .getRootSchema()
        .add("EVENTS", new EventsInMemory(events));
    PreparedStatement statement = connection.prepareStatement(sql(work));
    return new Run() {
      @Override
      public void run() throws SQLException {
        Rows.Part out = rows.part();
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            long at = work.isPerEvent() ? found.getLong(2) : found.getTimestamp(2, UTC).getTime();
            out.add(found.getInt(1), at, found.getLong(3), found.getLong(4));
          }
        }
        out.flush();
      }

      @Override
      public void finish() throws SQLException {
        statement.close();
        connection.close();
      }
    };
  }

  private static final class EventsInMemory extends AbstractTable implements ScannableTable {
    private final Event[] events;

    EventsInMemory(Event[] events) {
      this.events = events;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return types
          .builder()
          .add("POSITION", SqlTypeName.BIGINT)
          .add("K", SqlTypeName.INTEGER)
          .add("AMOUNT", SqlTypeName.BIGINT)
          .add("T", SqlTypeName.BIGINT)
          .add("TS", SqlTypeName.TIMESTAMP, 3)
          .build();
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      int[] next = {0};
      return Linq4j.asEnumerable(Arrays.asList(events))
          .select(
              event ->
                  new Object[] {
                    (long) next[0]++, event.key(), event.amount(), event.time(), event.time()
                  });
    }
  }
}
