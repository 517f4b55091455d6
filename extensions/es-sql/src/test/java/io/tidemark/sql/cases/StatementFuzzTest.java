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
import io.tidemark.sql.cases.StreamCase.ReadModel;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random statements over random events: the rows at the end are those that PostgreSQL finds. */
class StatementFuzzTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant RECORDED = Instant.parse("2100-01-01T00:00:00Z");
  private static final List<SqlColumn> MOVEMENT =
      List.of(
          new SqlColumn("account", SqlType.VARCHAR),
          new SqlColumn("branch", SqlType.VARCHAR),
          new SqlColumn("amount", SqlType.BIGINT),
          new SqlColumn("fee", SqlType.decimal(6, 2)));

  private static final List<SqlColumn> OWNER =
      List.of(new SqlColumn("account", SqlType.VARCHAR), new SqlColumn("owner", SqlType.VARCHAR));

  @Test
  void five_hundred_statements_have_the_rows_that_postgresql_finds() {
    Random random = new Random(7);
    StatementGrammar grammar = new StatementGrammar(random);
    int refused = 0;
    try (PostgresRun postgres = new PostgresRun()) {
      for (int carriedOut = 0; carriedOut < 500; ) {
        boolean isCarriedOut = isEqual(grammar.statement(), events(random), random, postgres);
        carriedOut += isCarriedOut ? 1 : 0;
        refused += isCarriedOut ? 0 : 1;
      }
    }
    assertThat(refused).isBetween(10, 200);
  }

  private static boolean isEqual(
      String sql, List<RecordedEvent> events, Random random, PostgresRun postgres) {
    CaseQuery query;
    try {
      query = CaseQuery.of(statement(sql, events, random));
    } catch (SqlException e) {
      assertThat(e.line()).as(sql).isEqualTo(1);
      assertThat(e.column()).as(sql).isPositive();
      return false;
    }
    List<Change> changes = new ArrayList<>();
    try {
      Dataflow dataflow = query.dataflow(new MemoryState());
      changes.addAll(dataflow.begin());
      query.inputs().forEach(input -> changes.addAll(dataflow.apply(input)));
      changes.addAll(dataflow.end());
    } catch (RuntimeException e) {
      throw new AssertionError(sql, e);
    }
    CaseRows expected;
    try {
      expected = CaseRows.ofTuples(postgres.answer(query));
    } catch (RuntimeException e) {
      throw new AssertionError(sql, e);
    }
    assertThat(CaseRows.of(changes)).as("%s%nover %s", sql, text(events)).isEqualTo(expected);
    return true;
  }

  private static StreamCase statement(String sql, List<RecordedEvent> events, Random random) {
    return new StreamCase(
        "fuzz",
        sql,
        sql,
        random.nextBoolean() ? Emission.CLOSED : Emission.ALWAYS,
        Duration.ofSeconds(random.nextInt(40)),
        Map.of("deposited", MOVEMENT, "withdrawn", MOVEMENT),
        Map.of("owners", new ReadModel("account", OWNER, "owner_named")),
        events,
        List.of(),
        Map.of(),
        CaseChange.NONE,
        List.of());
  }

  /** Out of order, with ties, and before the epoch of the windows' offset as well. */
  private static List<RecordedEvent> events(Random random) {
    List<RecordedEvent> events = new ArrayList<>();
    int count = random.nextInt(25);
    for (int i = 1; i <= count; i++) {
      String type = pick(random, "deposited", "deposited", "withdrawn", "owner_named");
      Instant time = START.plusSeconds(random.nextInt(240)).plusMillis(random.nextInt(3) * 500L);
      events.add(
          new RecordedEvent(
              i,
              StreamId.of("account", "1"),
              i,
              EventIds.next(),
              type,
              type.equals("owner_named") ? owner(random) : movement(random),
              Metadata.empty(),
              time,
              RECORDED.plusSeconds(i)));
    }
    return events;
  }

  private static String movement(Random random) {
    return "{\"account\": %s, \"branch\": %s, \"amount\": %s, \"fee\": %s}"
        .formatted(
            pick(random, "\"a\"", "\"b\"", "\"c\"", "null"),
            pick(random, "\"north\"", "\"south\"", "\"n\"", "null"),
            pick(random, "" + random.nextInt(10), "" + -random.nextInt(5), "3", "null"),
            pick(random, "\"0.10\"", "\"1.25\"", "\"-0.05\"", "\"12.00\"", "null"));
  }

  private static String owner(Random random) {
    return "{\"account\": \"%s\", \"owner\": %s}"
        .formatted(
            pick(random, "a", "b", "c"), pick(random, "\"Ann\"", "\"Bea\"", "\"Cat\"", "null"));
  }

  private static String pick(Random random, String... all) {
    return all[random.nextInt(all.length)];
  }

  private static String text(List<RecordedEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(
        event ->
            text.append(
                "%n  %d %s %s %s"
                    .formatted(event.position(), event.occurredAt(), event.type(), event.data())));
    return text.toString();
  }
}
