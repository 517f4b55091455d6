package io.tidemark.dataflow.operator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StretchesTest {
  private static final Tuple GROUP = Tuple.of("a");

  private final Totals totals =
      new Totals(
          List.of(Aggregations.max(Expression.column(0)), Aggregations.min(Expression.column(0))));
  private final OperatorState state = new MemoryState();
  private final Stretches stretches = new Stretches(state, 2, 1, totals);
  private final NavigableMap<Long, Long> rows = new TreeMap<>();

  @Test
  void totals_over_any_stretch_are_those_of_its_rows_in_whatever_order_these_came() {
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      long at = random.nextInt(3) == 0 ? random.nextLong(10_000) : 10_000L + i;
      if (rows.putIfAbsent(at, random.nextLong()) == null) {
        add(at);
      }
      check(any(random), any(random));
    }
    check(rows.firstKey(), rows.lastKey() + 1);
  }

  @Test
  void the_first_row_can_go() {
    Random random = new Random(2);
    for (long at = 0; at < 2_000; at++) {
      rows.put(at, random.nextLong());
      add(at);
      if (at >= 500) {
        long first = rows.pollFirstEntry().getKey();
        stretches.removeFirst(GROUP, first, 0);
        state.remove(1, GROUP, first, 0);
        check(rows.firstKey(), at);
      }
    }
    while (rows.size() > 1) {
      long first = rows.pollFirstEntry().getKey();
      stretches.removeFirst(GROUP, first, 0);
      state.remove(1, GROUP, first, 0);
    }
    assertThat(entries()).as("stretches that are left over").isLessThanOrEqualTo(Stretches.LEVELS);
  }

  @Test
  void a_long_stretch_is_made_of_few() {
    for (long at = 0; at < 100_000; at++) {
      rows.put(at, at);
      add(at);
    }
    CountingState counting = new CountingState(state);
    new Stretches(counting, 2, 1, totals).over(GROUP, 3, 0, 99_990, 0);
    assertThat(counting.asked()).isLessThan(1_000);
  }

  private void add(long at) {
    Tuple row = Tuple.of(rows.get(at));
    state.put(new Entry(1, GROUP, at, 0, OperatorState.NEVER, Tuple.of(row, totals.none())));
    stretches.add(GROUP, at, 0, row);
  }

  private long any(Random random) {
    Long some = rows.ceilingKey(random.nextLong(13_000));
    return some == null ? rows.lastKey() : some;
  }

  private void check(long from, long until) {
    Tuple expected = totals.none();
    for (long value : rows.subMap(from, Math.max(from, until)).values()) {
      expected = totals.add(expected, Tuple.of(value));
    }
    assertThat(stretches.over(GROUP, from, 0, until, 0)).isEqualTo(expected);
  }

  private long entries() {
    return IntStream.range(0, Stretches.LEVELS)
        .map(level -> state.range(2 + level, GROUP, Long.MIN_VALUE, Long.MAX_VALUE).size())
        .sum();
  }
}
