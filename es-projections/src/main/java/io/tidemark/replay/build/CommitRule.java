package io.tidemark.replay.build;

/**
 * When to commit. Each commit writes the rows that changed since the last, hot ones again and
 * again; so it waits until as much is done as was done before, and at most a while.
 */
final class CommitRule {
  private final long from;
  private final long mostNanos;
  private long committed;
  private long lastNanos = System.nanoTime();

  CommitRule(long from, long mostNanos) {
    this.from = from;
    this.mostNanos = mostNanos;
    this.committed = from;
  }

  boolean isDue(long position) {
    return position - committed >= committed - from || System.nanoTime() - lastNanos >= mostNanos;
  }

  void committed(long position) {
    committed = position;
    lastNanos = System.nanoTime();
  }
}
