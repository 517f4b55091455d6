package io.tidemark.dataflow.operator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BagTest {
  private static final Tuple GROUP = Tuple.of("g");
  private static final int LETTERS = 8;

  /** Rows that are kept by their hash, all at one place. */
  @Test
  void rows_with_one_hash_are_told_apart() {
    List<Tuple> rows = colliding();
    assertThat(rows.stream().map(Tuple::hashCode).distinct()).hasSize(1);
    Bag bag = new Bag(new MemoryState(), 1);
    List<Tuple> there = new ArrayList<>();
    Random random = new Random(1);

    for (int i = 0; i < 2_000; i++) {
      boolean isAdded = there.isEmpty() || random.nextInt(5) > 1;
      Tuple row =
          (isAdded ? rows : there).get(random.nextInt(isAdded ? rows.size() : there.size()));
      bag.apply(GROUP, row.hashCode(), isAdded ? Change.added(row) : Change.removed(row));
      if (isAdded) {
        there.add(row);
      } else {
        there.remove(row);
      }
      if (i % 50 == 0) {
        assertThat(rows(bag)).containsExactlyInAnyOrderElementsOf(there);
      }
    }
    there.forEach(row -> bag.apply(GROUP, row.hashCode(), Change.removed(row)));
    assertThat(bag.isEmpty(GROUP)).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> bag.apply(GROUP, rows.get(0).hashCode(), Change.removed(rows.get(0))));
  }

  private static List<Tuple> colliding() {
    List<Tuple> rows = new ArrayList<>();
    for (int number = 0; number < 1 << LETTERS; number++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < LETTERS; bit++) {
        text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
      }
      rows.add(Tuple.of(text.toString()));
    }
    return rows;
  }

  private static List<Tuple> rows(Bag bag) {
    List<Tuple> all = new ArrayList<>();
    bag.rows(GROUP)
        .forEach(
            change ->
                all.addAll(Collections.nCopies(Math.toIntExact(change.count()), change.row())));
    return all;
  }
}
