package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Workload;

/** The last amounts of one key in a ring, with their sum. Not thread-safe. */
final class LastRows {
  /** The ring, then how many there ever were, then the sum. */
  private final long[] state = new long[Workload.ROWS + 2];

  void add(long amount) {
    int at = (int) (state[Workload.ROWS]++ % Workload.ROWS);
    state[Workload.ROWS + 1] += amount - state[at];
    state[at] = amount;
  }

  long count() {
    return Math.min(state[Workload.ROWS], Workload.ROWS);
  }

  long sum() {
    return state[Workload.ROWS + 1];
  }

  /** What is to be kept of it. */
  long[] state() {
    return state;
  }
}
