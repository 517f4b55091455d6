package io.tidemark.benchmarks.streams;

import java.util.Arrays;
import java.util.Random;

/**
 * One event; its place in the array is its place in the log.
 *
 * @param key from 0; boxed once, since all engines want an object
 * @param time when it happened, in milliseconds since the epoch
 */
public record Event(Integer key, long amount, long time) {
  /** No event comes so late or later: an engine that waits so many milliseconds loses none. */
  public static final long DELAY = 60_000;

  private static final int KEYS = 10_000;
  private static final int LATE_IN_A_HUNDRED = 1;
  private static final int MILLIS_APART = 2;
  private static final long BEGIN = 1_700_000_000_123L;

  /**
   * Always the same: keys as frequent as Zipf has it, 2 ms apart on average, one in a hundred up to
   * a minute late.
   */
  public static Event[] generate(int count) {
    return generate(count, MILLIS_APART);
  }

  /** The same so many milliseconds apart on average. */
  public static Event[] generate(int count, int millisApart) {
    Random random = new Random(42);
    double[] cumulative = new double[KEYS];
    Integer[] keys = new Integer[KEYS];
    double total = 0;
    for (int i = 0; i < KEYS; i++) {
      total += 1.0 / (i + 1);
      cumulative[i] = total;
      keys[i] = i;
    }
    Event[] events = new Event[count];
    long now = BEGIN;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(2 * millisApart + 1);
      int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
      Integer key = keys[Math.min(found < 0 ? -found - 1 : found, KEYS - 1)];
      boolean isLate = random.nextInt(100) < LATE_IN_A_HUNDRED;
      long late = isLate ? 1 + random.nextInt((int) DELAY - 1) : 0;
      events[i] = new Event(key, random.nextInt(100_000) - 20_000, now - late);
    }
    return events;
  }
}
