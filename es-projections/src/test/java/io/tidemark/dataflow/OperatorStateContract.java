package io.tidemark.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.OperatorState.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each state does: the same as a list of entries that is gone through. */
abstract class OperatorStateContract {
  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::at).thenComparingLong(Entry::tie);

  private final List<Entry> expected = new ArrayList<>();

  /** An empty one. */
  abstract OperatorState state();

  @Test
  void finds_what_was_put_and_not_removed() {
    OperatorState state = state();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int operator = random.nextInt(2);
      Tuple group = random.nextInt(4) == 0 ? Tuple.of((Object) null) : Tuple.of("a", 1L);
      long at = at(random);
      long tie = random.nextLong(3) - 1;
      if (random.nextInt(3) == 0) {
        state.remove(operator, group, at, tie);
        expected.removeIf(isAt(operator, group, at, tie));
      } else {
        long due = random.nextBoolean() ? OperatorState.NEVER : random.nextLong(50);
        Entry entry = new Entry(operator, group, at, tie, due, Tuple.of((long) i));
        state.put(entry);
        expected.removeIf(isAt(operator, group, at, tie));
        expected.add(entry);
      }
      check(state, random.nextInt(2), group, at(random), random.nextLong(3) - 1);
      checkDue(state, operator, random.nextLong(50));
    }
  }

  /** Mostly where others are, now and then at the ends of all numbers. */
  private static long at(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextLong(30) - 15;
    };
  }

  private static Predicate<Entry> isAt(int operator, Tuple group, long at, long tie) {
    return isIn(operator, group).and(entry -> entry.at() == at && entry.tie() == tie);
  }

  private static Predicate<Entry> isIn(int operator, Tuple group) {
    return entry -> entry.operator() == operator && entry.group().equals(group);
  }

  private void check(OperatorState state, int operator, Tuple group, long at, long tie) {
    Entry place = new Entry(operator, group, at, tie, 0, Tuple.EMPTY);
    if (at % 3 == 0) {
      state.expectFirst(operator, group, (int) (tie + 2));
    }
    List<Entry> entries = expected(isIn(operator, group)).toList();
    assertThat(state.find(operator, group, at, tie))
        .isEqualTo(expected(isAt(operator, group, at, tie)).findFirst());
    assertThat(state.before(operator, group, at, tie)).isEqualTo(last(entries, place));
    assertThat(state.after(operator, group, at, tie))
        .isEqualTo(entries.stream().filter(entry -> ORDER.compare(entry, place) > 0).findFirst());
    for (long through : List.of(at - 1, at, at + 4)) {
      assertThat(state.range(operator, group, at, through))
          .isEqualTo(
              entries.stream().filter(entry -> entry.at() >= at && entry.at() <= through).toList());
    }
  }

  private static Optional<Entry> last(List<Entry> entries, Entry place) {
    return entries.stream()
        .filter(entry -> ORDER.compare(entry, place) < 0)
        .reduce((one, next) -> next);
  }

  private void checkDue(OperatorState state, int operator, long through) {
    List<Entry> due = state.due(operator, through);
    List<Entry> all =
        expected.stream()
            .filter(entry -> entry.operator() == operator && entry.due() <= through)
            .toList();
    assertThat(all).containsAll(due);
    assertThat(due.isEmpty()).isEqualTo(all.isEmpty());
    due.stream()
        .mapToLong(Entry::due)
        .max()
        .ifPresent(
            latest ->
                assertThat(all)
                    .filteredOn(entry -> !due.contains(entry))
                    .allMatch(entry -> entry.due() >= latest));
  }

  private Stream<Entry> expected(Predicate<Entry> condition) {
    return expected.stream().filter(condition).sorted(ORDER);
  }
}
