package io.tidemark.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The end of this process: by Ctrl-C, by another signal, or because it is done. What is open is
 * being closed then, so whatever is still at work fails soon, and need not say so. Thread-safe.
 */
public final class ProcessEnd {
  private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();
  private static boolean begun;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::begin, "process-end"));
  }

  private ProcessEnd() {}

  /** Whether the process is ending. */
  public static boolean hasBegun() {
    synchronized (ACTIONS) {
      return begun;
    }
  }

  /** Runs this when the process ends, before what was added earlier; false if it is ending. */
  public static boolean add(Runnable action) {
    synchronized (ACTIONS) {
      if (!begun) {
        ACTIONS.push(action);
      }
      return !begun;
    }
  }

  /** Does not run this any more, if it was added. */
  public static void remove(Runnable action) {
    synchronized (ACTIONS) {
      ACTIONS.remove(action);
    }
  }

  private static void begin() {
    List<Runnable> actions;
    synchronized (ACTIONS) {
      begun = true;
      actions = List.copyOf(ACTIONS);
    }
    actions.forEach(Runnable::run); // without the lock: they wait for whoever draws
  }
}
