package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.SortKey;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What statements become, where PostgreSQL's answer, made of the same plan, cannot tell. */
class SqlPlanTest {
  private static final long SECOND = 1_000_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '10' SECOND | 0 | 10000000",
        "w.occurred_at > d.occurred_at AND w.occurred_at < d.occurred_at + INTERVAL '1' SECOND | 1 | 999999",
        "d.occurred_at BETWEEN w.occurred_at - INTERVAL '2' SECOND AND w.occurred_at | 0 | 2000000",
        "d.occurred_at >= w.occurred_at AND d.occurred_at - INTERVAL '3' SECOND < w.occurred_at | -2999999 | 0",
        "w.occurred_at = d.occurred_at + INTERVAL '1' SECOND | 1000000 | 1000000"
      })
  void bounds_of_time_are_of_the_right_row_less_the_left_one(
      String condition, long lower, long upper) {
    Plan.IntervalJoin join =
        find(
            Plan.IntervalJoin.class,
            "SELECT d.`position` FROM deposited d JOIN withdrawn w ON w.account = d.account AND "
                + condition);
    assertThat(join.lower()).isEqualTo(lower);
    assertThat(join.upper()).isEqualTo(upper);
    assertThat(join.leftKeys()).containsExactly(0);
    assertThat(join.rightKeys()).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "place <= 3, 3",
    "place < 3, 2",
    "3 >= place, 3",
    "place = 2, 2",
    "place <= 9 AND place < 3, 2"
  })
  void places_are_limited_by_the_query_around_them(String condition, int limit) {
    Plan.Top top =
        find(
            Plan.Top.class,
            "SELECT account, place FROM (SELECT account, ROW_NUMBER() OVER (PARTITION BY branch ORDER BY amount) AS place FROM deposited) WHERE "
                + condition);
    assertThat(top.limit()).isEqualTo(limit);
    assertThat(top.groups()).hasSize(1);
  }

  @Test
  void one_place_alone_is_looked_for_among_the_first_ones() {
    Plan.Filter filter =
        find(
            Plan.Filter.class,
            "SELECT account FROM (SELECT account, ROW_NUMBER() OVER (ORDER BY amount) AS place FROM deposited) WHERE place = 2");
    assertThat(filter.input()).isInstanceOf(Plan.Top.class);
  }

  @ParameterizedTest
  @CsvSource({
    "amount, false, true",
    "amount DESC, true, false",
    "amount NULLS LAST, false, false",
    "amount DESC NULLS FIRST, true, true"
  })
  void null_is_smaller_than_all_values_unless_the_statement_says_otherwise(
      String order, boolean isDescending, boolean isNullFirst) {
    Plan.Top top =
        find(
            Plan.Top.class, "SELECT account, amount FROM deposited ORDER BY " + order + " LIMIT 3");
    assertThat(top.order()).containsExactly(new SortKey(1, isDescending, isNullFirst));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1:30' HOUR TO MINUTE) | 5400 | 5400 | 0",
        "TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '10' SECOND, INTERVAL -'3' SECOND) | 10 | 10 | 7",
        "HOP(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '5' MINUTE, INTERVAL '1' DAY, INTERVAL '6' MINUTE) | 86400 | 300 | 60"
      })
  void sizes_come_behind_distances_and_offsets_are_less_than_these(
      String function, long size, long advance, long offset) {
    Plan.Aggregate plan = windowed(function);
    assertThat(plan.window())
        .contains(
            new Windowing.Hopping(
                6, size * SECOND, advance * SECOND, offset * SECOND, Clock.EVENT_TIME));
  }

  @Test
  void windows_over_the_recorded_time_close_by_it() {
    Plan.Aggregate plan =
        windowed("TUMBLE(TABLE deposited, DESCRIPTOR(recorded_at), INTERVAL '1' HOUR)");
    assertThat(plan.window().orElseThrow().clock()).isEqualTo(Clock.RECORDED_TIME);
  }

  @Test
  void a_window_over_a_window_is_by_the_time_before_its_end() {
    Plan.Aggregate plan =
        find(
            Plan.Aggregate.class,
            "WITH m AS (SELECT window_start, window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end) SELECT window_start, SUM(n) FROM TABLE(TUMBLE(TABLE m, DESCRIPTOR(window_time), INTERVAL '1' HOUR)) GROUP BY window_start, window_end");
    assertThat(((Windowing.Hopping) plan.window().orElseThrow()).time()).isEqualTo(3);
    assertThat(plan.input().width()).isEqualTo(4);
  }

  @Test
  void the_read_model_of_a_join_may_be_written_first() {
    Plan.TableJoin join =
        find(
            Plan.TableJoin.class,
            "SELECT * FROM owners o JOIN deposited d ON o.account = d.account");
    assertThat(join.left().isAppendOnly()).isTrue();
    assertThat(join.moment()).isEqualTo(Plan.Moment.NOW);
    assertThat(
            SqlStatement.parse(
                    "SELECT * FROM owners o JOIN deposited d ON o.account = d.account",
                    TestTables.ACCOUNTS)
                .query()
                .columns()
                .get(1)
                .name())
        .isEqualTo("owner");
  }

  private static Plan.Aggregate windowed(String function) {
    return find(
        Plan.Aggregate.class,
        "SELECT window_start, COUNT(*) FROM TABLE(%s) GROUP BY window_start, window_end"
            .formatted(function));
  }

  /** The first operator of this kind, from the rows on. */
  private static <P extends Plan> P find(Class<P> type, String sql) {
    Plan plan = SqlStatement.parse(sql, TestTables.ACCOUNTS).query().plan();
    while (!type.isInstance(plan)) {
      List<Plan> inputs = plan.inputs();
      plan = inputs.get(0);
    }
    return type.cast(plan);
  }
}
