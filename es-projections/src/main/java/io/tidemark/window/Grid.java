package io.tidemark.window;

import io.tidemark.dataflow.time.Micros;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Where windows of one size begin that begin at even distances, in microseconds.
 *
 * @param size of each
 * @param advance from one begin to the next, at most the size
 * @param offset of one begin from the epoch
 */
record Grid(long size, long advance, long offset) {
  /** When the windows begin that a time is in, the first one first: one at least. */
  List<Instant> startsOf(Instant time) {
    long at = Micros.of(time);
    long last = at - Math.floorMod(at - offset, advance);
    if (size == advance) {
      return List.of(Micros.instant(last));
    }
    List<Instant> starts = new ArrayList<>();
    for (long start = last - (size - 1 - (at - last)) / advance * advance;
        start <= last;
        start += advance) {
      starts.add(Micros.instant(start));
    }
    return starts;
  }

  /** How many windows begin from a time on, and before another. */
  long countBetween(Instant from, Instant to) {
    long first = firstFrom(Micros.of(from));
    long end = Micros.of(to);
    return first >= end ? 0 : Math.floorDiv(Math.subtractExact(end - 1, first), advance) + 1;
  }

  /** When the windows begin that begin from a time on, and before another. */
  List<Instant> startsBetween(Instant from, Instant to) {
    long first = firstFrom(Micros.of(from));
    List<Instant> starts = new ArrayList<>();
    long count = countBetween(from, to);
    for (long i = 0; i < count; i++) {
      starts.add(Micros.instant(first + i * advance));
    }
    return starts;
  }

  private long firstFrom(long time) {
    return Math.addExact(time, Math.floorMod(offset - time, advance));
  }

  /** When a window ends that begins so. */
  Instant endOf(Instant start) {
    return start.plus(size, ChronoUnit.MICROS);
  }
}
