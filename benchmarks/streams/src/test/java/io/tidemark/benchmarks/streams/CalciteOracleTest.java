package io.tidemark.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.sql.CompiledQuery;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.table.SqlType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.calcite.DataContext;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;

/**
 * Random windows over random events have the rows that Calcite finds when it carries the statement
 * out itself. Not sessions: of these it is known to find others (CALCITE-7683).
 */
class CalciteOracleTest {
  private static final int STATEMENTS = 300;
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final SqlTables TABLES =
      SqlTables.of(
          List.of(
              EventTable.ofJson(
                  "account",
                  "paid",
                  List.of(
                      new SqlColumn("account", SqlType.VARCHAR),
                      new SqlColumn("amount", SqlType.BIGINT)))));

  private record Payment(long position, String account, long amount, Instant time) {
    RecordedEvent recorded() {
      return new RecordedEvent(
          position,
          StreamId.of("account", "1"),
          position,
          EventIds.next(),
          "paid",
          "{\"account\": \"%s\", \"amount\": %d}".formatted(account, amount),
          Metadata.empty(),
          time,
          START.plus(Duration.ofDays(365)).plusSeconds(position));
    }
  }

  /** The same question in both dialects. */
  private record Question(String ours, String theirs) {}

  @Test
  void windows_have_the_rows_that_calcite_finds() throws Exception {
    Random random = new Random(11);
    int rows = 0;
    for (int i = 0; i < STATEMENTS; i++) {
      List<Payment> payments = payments(random);
      Question question = question(random);

      Map<String, Integer> expected = calcite(question.theirs(), payments);

      assertThat(tidemark(question.ours(), payments))
          .as("%s%nover %s", question.ours(), payments)
          .isEqualTo(expected);
      rows += expected.size();
    }
    assertThat(rows).isGreaterThan(STATEMENTS);
  }

  private static Question question(Random random) {
    int seconds = 1 + random.nextInt(50);
    return switch (random.nextInt(4)) {
      case 0 ->
          windows(
              "TUMBLE(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '%d' SECOND)"
                  .formatted(seconds));
      case 1 ->
          windows(
              "HOP(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '%d' SECOND, INTERVAL '%d' SECOND)"
                  .formatted(seconds, seconds * (1 + random.nextInt(5))));
      case 2 -> {
        String frame = "ORDER BY `position` ROWS BETWEEN %d PRECEDING AND CURRENT ROW";
        String ours = over(frame.formatted(seconds % 5));
        yield new Question(ours, ours.replace('`', '"'));
      }
      default ->
          new Question(
              over(
                  "ORDER BY occurred_at RANGE BETWEEN INTERVAL '%d' SECOND PRECEDING AND CURRENT ROW"
                      .formatted(seconds)),
              over("ORDER BY millis RANGE BETWEEN %d PRECEDING AND CURRENT ROW"
                      .formatted(seconds * 1_000))
                  .replace('`', '"'));
    };
  }

  private static Question windows(String function) {
    String sql =
        "SELECT account, window_start, window_end, COUNT(*) AS n, SUM(amount) AS s, MIN(amount) AS l, MAX(amount) AS g FROM TABLE(%s) GROUP BY account, window_start, window_end"
            .formatted(function);
    return new Question(sql, sql);
  }

  private static String over(String frame) {
    return "SELECT `position`, COUNT(*) OVER w AS n, SUM(amount) OVER w AS s, MIN(amount) OVER w AS l, MAX(amount) OVER w AS g FROM paid WINDOW w AS (PARTITION BY account %s)"
        .formatted(frame);
  }

  /** Out of order, with ties. */
  private static List<Payment> payments(Random random) {
    List<Payment> payments = new ArrayList<>();
    int count = random.nextInt(40);
    for (int i = 1; i <= count; i++) {
      Instant time = START.plusMillis(random.nextInt(480) * 500L);
      payments.add(
          new Payment(
              i, List.of("a", "b", "c").get(random.nextInt(3)), random.nextInt(20) - 6, time));
    }
    return payments;
  }

  private static Map<String, Integer> tidemark(String sql, List<Payment> payments) {
    CompiledQuery query = SqlStatement.parse(sql, TABLES).query();
    EventTable table = query.eventTables().get(0);
    Dataflow dataflow =
        Dataflows.of(
            query.plan(),
            Clocking.of("a query").whenClosed(Duration.ofSeconds(10)),
            new MemoryState());
    List<Change> changes = new ArrayList<>(dataflow.begin());
    for (Payment payment : payments) {
      RecordedEvent event = payment.recorded();
      List<Dataflow.Told> told =
          table.rows(event).stream().map(row -> new Dataflow.Told(0, Change.added(row))).toList();
      changes.addAll(
          dataflow.apply(
              new Dataflow.Input(
                  event.position(), event.occurredAt(), event.recordedAt(), true, told)));
    }
    changes.addAll(dataflow.end());
    Map<String, Integer> rows = new HashMap<>();
    changes.forEach(change -> rows.merge(text(change.row()), (int) change.count(), Integer::sum));
    rows.values().removeIf(count -> count == 0);
    return rows;
  }

  private static String text(Tuple row) {
    return row.values().stream()
        .map(value -> value instanceof Instant time ? time.toEpochMilli() : value)
        .toList()
        .toString();
  }

  private static Map<String, Integer> calcite(String sql, List<Payment> payments)
      throws SQLException {
    Map<String, Integer> rows = new HashMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:caseSensitive=false")) {
      connection
          .unwrap(CalciteConnection.class)
          .getRootSchema()
          .add("PAID", new PaymentsInMemory(payments));
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery(sql)) {
        int width = found.getMetaData().getColumnCount();
        while (found.next()) {
          List<Object> values = new ArrayList<>();
          for (int i = 1; i <= width; i++) {
            boolean isTime = found.getMetaData().getColumnName(i).startsWith("WINDOW_");
            values.add(isTime ? found.getLong(i) : found.getObject(i));
          }
          rows.merge(values.toString(), 1, Integer::sum);
        }
      }
    }
    return rows;
  }

  private static final class PaymentsInMemory extends AbstractTable implements ScannableTable {
    private final List<Payment> payments;

    PaymentsInMemory(List<Payment> payments) {
      this.payments = payments;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return types
          .builder()
          .add("POSITION", SqlTypeName.BIGINT)
          .add("ACCOUNT", SqlTypeName.VARCHAR, 10)
          .add("AMOUNT", SqlTypeName.BIGINT)
          .add("MILLIS", SqlTypeName.BIGINT)
          .add("OCCURRED_AT", SqlTypeName.TIMESTAMP, 3)
          .build();
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      Function1<Payment, Object[]> columns =
          each ->
              new Object[] {
                each.position(),
                each.account(),
                each.amount(),
                each.time().toEpochMilli(),
                each.time().toEpochMilli()
              };
      return Linq4j.asEnumerable(payments).select(columns);
    }
  }
}
