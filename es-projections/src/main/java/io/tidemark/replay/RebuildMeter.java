package io.tidemark.replay;

import java.util.function.Consumer;

/** Tells a listener how a rebuild gets on. */
final class RebuildMeter {
  private final long resumedAt;
  private final Consumer<RebuildProgress> listener;
  private final long startNanos = System.nanoTime();
  private RebuildProgress last;

  RebuildMeter(long resumedAt, Consumer<RebuildProgress> listener) {
    this.resumedAt = resumedAt;
    this.listener = listener;
    this.last = new RebuildProgress(resumedAt, resumedAt, 0, resumedAt);
  }

  void reached(long position, long target) {
    double seconds = Math.max(1e-6, (System.nanoTime() - startNanos) / 1e9);
    last = new RebuildProgress(position, target, (position - resumedAt) / seconds, resumedAt);
    listener.accept(last);
  }

  RebuildProgress progress() {
    return last;
  }
}
