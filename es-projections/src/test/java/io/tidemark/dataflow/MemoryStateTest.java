package io.tidemark.dataflow;

import static io.tidemark.dataflow.OperatorState.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.OperatorState.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryStateTest extends OperatorStateContract {
  private final MemoryState state = new MemoryState();

  @Override
  OperatorState state() {
    return new MemoryState();
  }

  @Test
  void what_was_removed_and_put_again_is_due_once() {
    put(1, 5);
    state.remove(0, Tuple.EMPTY, 1, 0);
    put(1, 5);
    put(2, 5);

    assertThat(state.due(0, 5)).extracting(Entry::at).containsExactly(1L, 2L);
  }

  @Test
  void what_waits_longer_than_at_first_has_its_turn_then() {
    put(1, 5);
    put(2, 6);
    put(3, 9);
    put(2, 8);

    assertThat(settled(100)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_is_settled_by_and_by_is_due_once_and_in_order() {
    Random random = new Random(1);
    List<Long> dues = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      put(random.nextLong(100), random.nextLong(1_000));
    }
    state.range(0, Tuple.EMPTY, 0, 100).forEach(entry -> dues.add(entry.due()));

    List<Long> told = new ArrayList<>();
    for (long through = 0; through < 1_010; through += 7) {
      told.addAll(settled(through));
    }

    assertThat(told).hasSameSizeAs(dues).doesNotHaveDuplicates();
    assertThat(state.due(0, NEVER - 1)).isEmpty();
  }

  private void put(long at, long due) {
    state.put(new Entry(0, Tuple.EMPTY, at, 0, due, Tuple.EMPTY));
  }

  /** Settles what is due, one after the other, and tells where it was. */
  private List<Long> settled(long through) {
    List<Long> settled = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    for (List<Entry> due = state.due(0, through); !due.isEmpty(); due = state.due(0, through)) {
      for (Entry entry : due) {
        assertThat(entry.due()).isBetween(latest, through);
        latest = entry.due();
        settled.add(entry.at());
        put(entry.at(), NEVER);
      }
    }
    return settled;
  }
}
