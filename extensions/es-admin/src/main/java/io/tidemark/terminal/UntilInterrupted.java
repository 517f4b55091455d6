package io.tidemark.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work that has no end of its own end well when the process is told to stop, by Ctrl-C or
 * another signal: the work sees that it was asked to, and the process waits until it has put away
 * what it used. The exit code is then that of the signal, 130 for Ctrl-C. Thread-safe.
 */
public final class UntilInterrupted implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Runnable end = this::ask;
  private volatile boolean asked;

  private UntilInterrupted() {}

  /** Watches from now on; close it when all that was used is put away. */
  public static UntilInterrupted begin() {
    UntilInterrupted begun = new UntilInterrupted();
    if (!ProcessEnd.add(begun.end)) {
      begun.asked = true;
    }
    return begun;
  }

  /** Whether the work is to end now. */
  public boolean isAsked() {
    return asked;
  }

  private void ask() {
    asked = true;
    try {
      boolean unused = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is over. */
  @Override
  public void close() {
    over.countDown();
    ProcessEnd.remove(end);
  }
}
