package io.tidemark.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregationsTest {
  private static final Expression VALUE = Expression.column(0);
  private static final Expression ORDER = Expression.column(1);

  @Test
  void counts_rows_and_values() {
    assertThat(of(Aggregations.count(), 5L, null, 7L)).isEqualTo(3L);
    assertThat(of(Aggregations.count())).isEqualTo(0L);
    assertThat(of(Aggregations.count(VALUE), 5L, null, 7L)).isEqualTo(2L);
    assertThat(of(Aggregations.count(VALUE), (Object) null)).isEqualTo(0L);
  }

  @Test
  void sums_are_null_without_a_value() {
    for (Aggregation sum :
        List.of(
            Aggregations.sumOfLongs(VALUE),
            Aggregations.sumOfDecimals(VALUE),
            Aggregations.sumOfDoubles(VALUE))) {
      assertThat(of(sum)).isNull();
      assertThat(of(sum, null, null)).isNull();
    }
    assertThat(of(Aggregations.sumOfLongs(VALUE), 5L, null, -7L)).isEqualTo(-2L);
    assertThat(of(Aggregations.sumOfDecimals(VALUE), decimal("0.10"), decimal("0.20")))
        .isEqualTo(decimal("0.30"));
    assertThat(of(Aggregations.sumOfDoubles(VALUE), 0.5, 0.25)).isEqualTo(0.75);
  }

  @Test
  void a_sum_that_does_not_fit_is_refused() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> of(Aggregations.sumOfLongs(VALUE), Long.MAX_VALUE, 1L));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> of(Aggregations.averageOfLongs(VALUE), Long.MIN_VALUE, -1L));
  }

  @Test
  void averages_pass_nulls_over() {
    assertThat(of(Aggregations.averageOfLongs(VALUE), 5L, null, 2L)).isEqualTo(3L);
    assertThat(of(Aggregations.averageOfLongs(VALUE), -5L, -2L)).isEqualTo(-3L);
    assertThat(of(Aggregations.averageOfLongs(VALUE), (Object) null)).isNull();
    assertThat(of(Aggregations.averageOfDecimals(VALUE, 2), decimal("0.01"), null, decimal("0.02")))
        .isEqualTo(decimal("0.02"));
    assertThat(of(Aggregations.averageOfDecimals(VALUE, 0), decimal("-1"), decimal("-2")))
        .isEqualTo(decimal("-2"));
    assertThat(of(Aggregations.averageOfDoubles(VALUE), 1.0, null, 2.0)).isEqualTo(1.5);
  }

  @Test
  void the_smallest_and_the_largest_are_found_wherever_they_are() {
    assertThat(of(Aggregations.min(VALUE), "b", null, "a", "c")).isEqualTo("a");
    assertThat(of(Aggregations.max(VALUE), "b", null, "c", "a")).isEqualTo("c");
    assertThat(of(Aggregations.max(VALUE), (Object) null)).isNull();
  }

  @Test
  void first_and_last_go_by_the_order_and_not_by_when_rows_are_added() {
    Aggregation first = Aggregations.first(VALUE, ORDER);
    Aggregation last = Aggregations.last(VALUE, ORDER);
    List<Tuple> rows =
        List.of(
            Tuple.of("b", 2L),
            Tuple.of(null, 1L),
            Tuple.of("d", 4L),
            Tuple.of("c", 3L),
            Tuple.of("x", null));
    assertThat(first.result(added(first, rows))).isEqualTo("b");
    assertThat(last.result(added(last, rows))).isEqualTo("d");
    assertThat(first.result(null)).isNull();
  }

  @Test
  void stretches_together_and_rows_forgotten_come_to_the_same_as_rows_added() {
    Random random = new Random(1);
    for (Aggregation each : ofLongs()) {
      for (int i = 0; i < 2_000; i++) {
        List<Tuple> rows = new ArrayList<>();
        for (int j = 2 + random.nextInt(6); j > 0; j--) {
          rows.add(Tuple.of(random.nextInt(3) == 0 ? null : random.nextLong(9) - 4, (long) -j));
        }
        int middle = 1 + random.nextInt(rows.size() - 1);
        Object begin = added(each, rows.subList(0, middle));
        Object end = added(each, rows.subList(middle, rows.size()));
        Object all = added(each, rows);
        assertThat(each.result(each.merge(begin, end))).isEqualTo(each.result(all));
        if (each.canRemove()) {
          Object rest = all;
          for (Tuple row : rows.subList(0, middle)) {
            rest = each.remove(rest, row);
          }
          assertThat(each.result(rest)).as("%s of %s", each, rows).isEqualTo(each.result(end));
        }
      }
    }
  }

  @Test
  void different_values_are_counted_up_to_as_many_as_are_allowed() {
    Aggregation distinct = Aggregations.countDistinct(VALUE, 2);
    assertThat(of(distinct)).isEqualTo(0L);
    assertThat(of(distinct, "a", null, "b", "a")).isEqualTo(2L);
    assertThat(of(distinct, 0.0, -0.0)).isEqualTo(1L);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> of(distinct, "a", "b", "c"))
        .withMessageStartingWith("more than 2 different values to count");
  }

  @Test
  void variances_are_exact_and_do_not_drift() {
    assertThat(of(Aggregations.variance(VALUE, false, 2), 2L, 4L, null, 9L))
        .isEqualTo(decimal("8.67"));
    assertThat(of(Aggregations.variance(VALUE, true, 1), decimal("2.0"), decimal("4.0")))
        .isEqualTo(decimal("2.0"));
    assertThat(of(Aggregations.deviation(VALUE, true, 6), 2L, 4L)).isEqualTo(decimal("1.414214"));
    assertThat(of(Aggregations.variance(VALUE, true, 6), 2L)).isNull();
    assertThat(of(Aggregations.variance(VALUE, false, 6), (Object) null)).isNull();
    assertThat(of(Aggregations.varianceOfDoubles(VALUE, false), 1e9 + 1, 1e9 + 2)).isEqualTo(0.25);

    Aggregation doubles = Aggregations.deviationOfDoubles(VALUE, false);
    Object state = added(doubles, List.of(Tuple.of(0.1), Tuple.of(1e300), Tuple.of(0.3)));
    assertThat(doubles.result(doubles.remove(state, Tuple.of(1e300))))
        .isEqualTo(of(doubles, 0.1, 0.3));
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> of(doubles, Double.NaN));
  }

  @Test
  void aggregations_are_equal_if_they_are_made_alike() {
    assertThat(ofLongs()).isEqualTo(ofLongs()).doesNotHaveDuplicates();
    assertThat(Aggregations.averageOfDecimals(VALUE, 1))
        .isEqualTo(Aggregations.averageOfDecimals(VALUE, 1))
        .isNotEqualTo(Aggregations.averageOfDecimals(VALUE, 2));
  }

  @Test
  void sums_of_doubles_do_not_pretend_to_forget() {
    Aggregation sum = Aggregations.sumOfDoubles(VALUE);
    assertThat(sum.canRemove()).isFalse();
    assertThat(Aggregations.averageOfDoubles(VALUE).canRemove()).isFalse();
    Object state = added(sum, List.of(Tuple.of(0.1), Tuple.of(0.2)));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> sum.remove(state, Tuple.of(0.1)));
  }

  private static List<Aggregation> ofLongs() {
    return List.of(
        Aggregations.count(),
        Aggregations.count(VALUE),
        Aggregations.sumOfLongs(VALUE),
        Aggregations.averageOfLongs(VALUE),
        Aggregations.countDistinct(VALUE, 10),
        Aggregations.variance(VALUE, false, 6),
        Aggregations.variance(VALUE, true, 6),
        Aggregations.deviation(VALUE, true, 6),
        Aggregations.min(VALUE),
        Aggregations.max(VALUE),
        Aggregations.first(VALUE, ORDER),
        Aggregations.last(VALUE, ORDER));
  }

  private static @Nullable Object of(Aggregation aggregation, @Nullable Object... values) {
    List<Tuple> rows = new ArrayList<>();
    for (Object value : values) {
      rows.add(Tuple.of(value, (long) rows.size()));
    }
    return aggregation.result(added(aggregation, rows));
  }

  private static @Nullable Object added(Aggregation aggregation, List<Tuple> rows) {
    Object state = null;
    for (Tuple row : rows) {
      state = aggregation.add(state, row);
    }
    return state;
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
