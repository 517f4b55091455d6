package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The lanes in use, one for each stream on which a command is being executed. */
final class Lanes<S> {
  /** Each frame of {@link #touch} takes at least 128 bytes: together 32 KB or more. */
  private static final int FRAMES = 256;

  private final Map<StreamId, Counted<S>> inUse = new ConcurrentHashMap<>();

  /** Does some work on the lane of a stream, which is there at least as long. */
  <R> R on(StreamId stream, Function<StreamId, Lane<S>> create, Function<Lane<S>, R> work) {
    requireStack();
    Counted<S> entered =
        inUse.compute(
            stream,
            (id, there) ->
                there == null
                    ? new Counted<>(create.apply(id), 1)
                    : new Counted<>(there.lane, there.users + 1));
    try {
      return work.apply(entered.lane);
    } finally {
      inUse.computeIfPresent(
          stream,
          (id, there) -> there.users == 1 ? null : new Counted<>(there.lane, there.users - 1));
    }
  }

  /**
   * A stack that ends while a lock is being let go, or a batch handed on, would leave others
   * waiting for ever. So it ends here, before anything is taken, or has room for all that is ours.
   */
  private static void requireStack() {
    long sum = touch(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    if (sum == 0) {
      throw new IllegalStateException("Sum of numbers above 0: expected more, actual 0");
    }
  }

  /** All that is passed is needed after the call too, so that it has to lie on the stack. */
  private static long touch(
      int frames,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m,
      long n,
      long o,
      long p) {
    long deeper =
        frames == 0 ? 0 : touch(frames - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a);
    return deeper + (a ^ b) + (c ^ d) + (e ^ f) + (g ^ h) + (i ^ j) + (k ^ l) + (m ^ n) + (o ^ p);
  }

  int size() {
    return inUse.size();
  }

  private record Counted<S>(Lane<S> lane, int users) {}
}
