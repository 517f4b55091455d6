package io.tidemark.jdbc;

import java.util.function.Supplier;

/**
 * Work of a thread for which others wait, because it holds a lock that they need. What it calls can
 * find that out here, to leave for later what others need not wait for, and to refuse what would
 * wait for the same lock.
 *
 * <p>Not API.
 */
public final class LockedWork {
  private static final ThreadLocal<Boolean> UNDER_WAY = ThreadLocal.withInitial(() -> false);

  private LockedWork() {}

  /** Does the work on this thread. */
  public static <T> T run(Supplier<T> work) {
    boolean outer = UNDER_WAY.get();
    UNDER_WAY.set(true);
    try {
      return work.get();
    } finally {
      if (!outer) {
        UNDER_WAY.remove();
      }
    }
  }

  /** Whether this thread is amid such work. */
  public static boolean isUnderWay() {
    return UNDER_WAY.get();
  }
}
