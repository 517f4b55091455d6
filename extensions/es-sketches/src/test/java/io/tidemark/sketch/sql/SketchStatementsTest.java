package io.tidemark.sketch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.sql.CompiledQuery;
import io.tidemark.sql.PostgresText;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlReadModel;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.table.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sketches in statements, beside exact answers. */
class SketchStatementsTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final EventTable DEPOSITED =
      EventTable.ofJson(
          "account",
          "deposited",
          List.of(
              new SqlColumn("account", SqlType.VARCHAR),
              new SqlColumn("amount", SqlType.decimal(10, 2))));
  private static final SqlTables TABLES =
      SqlTables.of(
          List.of(
              DEPOSITED,
              new SqlReadModel(
                  "owners",
                  List.of(
                      new SqlColumn("account", SqlType.VARCHAR),
                      new SqlColumn("owner", SqlType.VARCHAR)),
                  List.of("account"))));

  private static CompiledQuery query(String sql) {
    return SqlStatement.parse(sql, TABLES).query();
  }

  /** Deposits, nine thousand an hour. */
  private static List<Dataflow.Input> deposits(int count) {
    Random random = new Random(7);
    List<Dataflow.Input> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant at = BEGIN.plusMillis(400L * i);
      Tuple row =
          Tuple.of(
              "account " + random.nextInt(600),
              BigDecimal.valueOf(random.nextInt(100_000), 2),
              (long) i,
              "1",
              at,
              at);
      inputs.add(
          new Dataflow.Input(i, at, at, true, List.of(new Dataflow.Told(0, Change.added(row)))));
    }
    return inputs;
  }

  private static List<Tuple> rows(String sql, int count) {
    Plan plan = query(sql).plan();
    Dataflow dataflow = Dataflows.of(plan, Clocking.of("a plan"), new MemoryState());
    Set<Tuple> rows = new HashSet<>();
    List<Change> changes = new ArrayList<>(dataflow.begin());
    deposits(count).forEach(input -> changes.addAll(dataflow.apply(input)));
    changes.addAll(dataflow.end());
    changes.forEach(
        change -> {
          if (change.count() > 0) {
            rows.add(change.row());
          } else {
            rows.remove(change.row());
          }
        });
    return List.copyOf(rows);
  }

  @Test
  void sketches_are_near_exact_answers_in_each_hour() {
    String hours =
        " FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(recorded_at), INTERVAL '1' HOUR)) GROUP BY window_start, window_end";
    List<Tuple> near =
        rows(
            "SELECT window_start, APPROX_COUNT_DISTINCT(account), APPROX_QUANTILE(amount, 0.95)"
                + hours.replace("events", "deposited"),
            12_000);

    assertThat(near).hasSize(2);
    for (Tuple row : near) {
      assertThat((Long) row.get(1)).isBetween(570L, 630L);
      assertThat((BigDecimal) row.get(2))
          .isBetween(new BigDecimal("936.00"), new BigDecimal("964.00"))
          .hasScaleOf(2);
    }
    assertThat(query("SELECT window_start, APPROX_COUNT_DISTINCT(type)" + hours).columns())
        .extracting(SqlColumn::type)
        .containsExactly(SqlType.TIMESTAMP, SqlType.BIGINT);
  }

  @Test
  void few_values_are_exact_and_nulls_and_filters_pass_over() {
    List<Tuple> rows =
        rows(
            "SELECT APPROX_COUNT_DISTINCT(account), APPROX_QUANTILE(amount, 0.5), APPROX_TOP(account, 2),"
                + " APPROX_COUNT_DISTINCT(account) FILTER (WHERE amount < 0),"
                + " APPROX_QUANTILE(amount, 0) FILTER (WHERE amount < 0), COUNT(*) FROM deposited",
            3);

    assertThat(rows).hasSize(1);
    Tuple row = rows.get(0);
    assertThat(row.get(0)).isEqualTo(3L);
    assertThat(((String) row.get(2))).matches("account \\d+=1, account \\d+=1");
    assertThat(row.get(3)).isEqualTo(0L);
    assertThat(row.get(4)).isNull();
    assertThat(row.get(5)).isEqualTo(3L);
  }

  /** What is remembered is all there is: after each event another process may go on. */
  @Test
  void a_restart_after_each_event_changes_no_byte() {
    String sql =
        "SELECT account, APPROX_COUNT_DISTINCT(amount), APPROX_QUANTILE(amount, 0.5), APPROX_TOP(amount, 1) FROM deposited GROUP BY account";
    Plan.Aggregate plan = find(query(sql).plan());
    List<Dataflow.Input> inputs = deposits(2_000);
    for (Aggregation aggregation : plan.aggregations()) {
      @Nullable Object alive = null;
      @Nullable Object restored = null;
      for (Dataflow.Input input : inputs) {
        Tuple row = input.told().get(0).change().row();
        alive = aggregation.add(alive, row);
        Object next = aggregation.add(restored, row);
        restored = TupleCodec.decode(TupleCodec.encode(Tuple.of(next))).get(0);
      }
      byte[] stored = TupleCodec.encode(Tuple.of(alive));
      assertThat(TupleCodec.encode(Tuple.of(restored))).isEqualTo(stored);
      assertThat(stored.length).isLessThan(7_000);
      assertThat(aggregation.isSketch()).isTrue();
    }
  }

  private static Plan.Aggregate find(Plan plan) {
    return plan instanceof Plan.Aggregate aggregate ? aggregate : find(plan.inputs().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT [APPROX_COUNT_DISTINCT(account) OVER (ORDER BY occurred_at)] FROM deposited | cannot forget rows",
        "SELECT [APPROX_TOP(account, 3) FILTER (WHERE amount > 1) OVER (ORDER BY occurred_at)] FROM deposited | cannot forget rows",
        "SELECT [APPROX_COUNT_DISTINCT(n)] FROM (SELECT account, COUNT(*) AS n FROM deposited GROUP BY account) | rows of this FROM go again",
        "SELECT [APPROX_TOP(o.owner, 3)] FROM deposited d JOIN owners o ON o.account = d.account | FOR SYSTEM_TIME AS OF",
        "SELECT [APPROX_QUANTILE(account, 0.5)] FROM deposited | VARCHAR as the number",
        "SELECT [APPROX_QUANTILE(amount, 95)] FROM deposited | from 0 to 1",
        "SELECT [APPROX_QUANTILE(amount)] FROM deposited | APPROX_QUANTILE(number, share)",
        "SELECT APPROX_QUANTILE(amount, [amount]) FROM deposited | a constant",
        "SELECT [APPROX_TOP(account, 0)] FROM deposited | from 1 to 128",
        "SELECT [APPROX_COUNT_DISTINT(account)] FROM deposited | did you mean APPROX_COUNT_DISTINCT?"
      })
  void what_a_sketch_cannot_do_is_refused_at_its_place(String marked, String reason) {
    String sql = marked.replace("[", "").replace("]", "");
    SqlException refusal = catchThrowableOfType(SqlException.class, () -> query(sql));

    assertThat(refusal).as(sql).isNotNull();
    assertThat(refusal.reason()).contains(reason);
    assertThat(refusal.column()).isEqualTo(marked.indexOf('[') + 1);
  }

  @Test
  void sketches_of_rows_as_of_an_event_and_of_sessions_are_there() {
    assertThat(
            query(
                    "SELECT APPROX_TOP(o.owner, 3) FROM deposited d JOIN owners FOR SYSTEM_TIME AS OF d.recorded_at AS o ON o.account = d.account")
                .columns())
        .hasSize(1);
    List<Tuple> sessions =
        rows(
            "SELECT account, APPROX_TOP(amount, 1) FROM TABLE(SESSION(TABLE deposited PARTITION BY account, DESCRIPTOR(occurred_at), INTERVAL '1' DAY)) GROUP BY account, window_start, window_end",
            100);
    assertThat(sessions).hasSizeBetween(80, 100);
  }

  @Test
  void postgresql_is_not_asked() {
    CompiledQuery query = query("SELECT APPROX_COUNT_DISTINCT(account) FROM deposited");

    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> PostgresText.of(query, table -> table.name())))
        .hasMessageContaining("actual APPROX_COUNT_DISTINCT(account)");
  }
}
