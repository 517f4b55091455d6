package io.tidemark.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.sql.cases.StreamCase.CaseChange;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values are equal, and in which order they are: as PostgreSQL has it. */
class PostgresValuesTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final List<SqlColumn> COLUMNS =
      List.of(
          new SqlColumn("name", SqlType.VARCHAR),
          new SqlColumn("amount", SqlType.BIGINT),
          new SqlColumn("rate", SqlType.DOUBLE));

  /** Before and after the surrogates, by which UTF-16 writes what is beyond them. */
  private static final List<String> EVENTS =
      List.of(
          event("\uffee", 1, "0.0"),
          event("\ud83d\ude00", -1, "-0.0"),
          event("a", 0, "1.5"),
          event("\ud83d\ude00", 2, "0"),
          event("\ue000", -2, "-1.5"),
          event("\uffee", -3, "null"),
          event("a\ud83d\ude00", 3, "-0.0"),
          event("a\uffee", 4, "0.0"));

  private static PostgresRun postgres;

  @BeforeAll
  static void start() {
    postgres = new PostgresRun();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT rate, COUNT(*) FROM deposited GROUP BY rate",
        "SELECT rate * amount, COUNT(*) FROM deposited GROUP BY rate * amount",
        "SELECT amount * 0e0, COUNT(*) FROM deposited GROUP BY amount * 0e0",
        "SELECT CEIL(rate / 3), SUM(amount) FROM deposited GROUP BY CEIL(rate / 3)",
        "SELECT CAST('-0' AS DOUBLE) = rate, COUNT(*) FROM deposited GROUP BY CAST('-0' AS DOUBLE) = rate",
        "SELECT -rate, CAST('-0' AS DOUBLE), COUNT(*) FROM deposited GROUP BY -rate",
        "SELECT CAST('NaN' AS DOUBLE) * rate, COUNT(*) FROM deposited GROUP BY CAST('NaN' AS DOUBLE) * rate",
        "SELECT DISTINCT rate FROM deposited",
        "SELECT DISTINCT -rate * amount FROM deposited",
        "SELECT COUNT(DISTINCT -rate) FROM deposited",
        "SELECT MIN(rate), MAX(rate), MIN(-rate), MAX(-rate) FROM deposited",
        "SELECT MIN(rate + CAST('NaN' AS DOUBLE)), MAX(rate + CAST('NaN' AS DOUBLE)) FROM deposited",
        "SELECT a.amount, b.amount FROM deposited a JOIN deposited b ON b.rate = a.rate AND b.occurred_at BETWEEN a.occurred_at - INTERVAL '1' HOUR AND a.occurred_at + INTERVAL '1' HOUR",
        "SELECT a.r, b.r FROM (SELECT -rate AS r, occurred_at FROM deposited) a JOIN (SELECT rate AS r, occurred_at FROM deposited) b ON b.r = a.r AND b.occurred_at BETWEEN a.occurred_at - INTERVAL '1' HOUR AND a.occurred_at + INTERVAL '1' HOUR",
        "SELECT MIN(name), MAX(name) FROM deposited",
        "SELECT amount > 0, MIN(name), MAX(name) FROM deposited GROUP BY amount > 0",
        "SELECT amount, MAX(name) OVER (ORDER BY `position` ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM deposited",
        "SELECT name, amount FROM deposited ORDER BY name, amount LIMIT 5",
        "SELECT name, amount FROM deposited ORDER BY name DESC, amount LIMIT 5",
        "SELECT * FROM (SELECT name, n, ROW_NUMBER() OVER (ORDER BY name) AS place FROM (SELECT name, COUNT(*) AS n FROM deposited GROUP BY name)) WHERE place <= 3",
        "SELECT name FROM deposited WHERE name > '\ue000'",
      })
  void rows_are_those_that_postgresql_finds(String sql) {
    CaseQuery query = query(sql, EVENTS);

    assertThat(CaseRows.ofTuples(postgres.answer(query))).isEqualTo(CaseRows.of(bounded(query)));
  }

  @Test
  void a_total_over_no_events_is_a_row() {
    CaseQuery query = query("SELECT COUNT(*), COUNT(rate), SUM(amount) FROM deposited", List.of());

    assertThat(bounded(query)).hasSize(1);
    assertThat(CaseRows.ofTuples(postgres.answer(query))).isEqualTo(CaseRows.of(bounded(query)));
  }

  private static List<Change> bounded(CaseQuery query) {
    List<Change> changes = new ArrayList<>();
    Dataflow dataflow = query.dataflow(new MemoryState());
    changes.addAll(dataflow.begin());
    query.inputs().forEach(input -> changes.addAll(dataflow.apply(input)));
    changes.addAll(dataflow.end());
    return changes;
  }

  private static CaseQuery query(String sql, List<String> data) {
    List<RecordedEvent> events = new ArrayList<>();
    for (String each : data) {
      int number = events.size() + 1;
      events.add(
          new RecordedEvent(
              number,
              StreamId.of("account", "1"),
              number,
              EventIds.next(),
              "deposited",
              each,
              Metadata.empty(),
              START.plusSeconds(number),
              START.plusSeconds(number)));
    }
    return CaseQuery.of(
        new StreamCase(
            "values",
            sql,
            sql,
            Emission.CLOSED,
            Duration.ZERO,
            Map.of("deposited", COLUMNS),
            Map.of(),
            events,
            List.of(),
            Map.of(),
            CaseChange.NONE,
            List.of()));
  }

  private static String event(String name, long amount, String rate) {
    return "{\"name\": \"%s\", \"amount\": %d, \"rate\": %s}".formatted(name, amount, rate);
  }
}
