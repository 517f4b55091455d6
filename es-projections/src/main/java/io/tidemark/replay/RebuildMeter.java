package io.tidemark.replay;

import java.util.function.Consumer;

/** Tells a listener how a rebuild gets on. */
final class RebuildMeter {
  private final long resumedFrom;
  private final Consumer<RebuildProgress> listener;
  private final long startNanos = System.nanoTime();
  private RebuildProgress last;

  RebuildMeter(long resumedFrom, Consumer<RebuildProgress> listener) {
    this.resumedFrom = resumedFrom;
    this.listener = listener;
    this.last = new RebuildProgress(resumedFrom, resumedFrom, 0, resumedFrom);
  }

  void reached(long position, long head) {
    double seconds = Math.max(1e-6, (System.nanoTime() - startNanos) / 1e9);
    last = new RebuildProgress(position, head, (position - resumedFrom) / seconds, resumedFrom);
    listener.accept(last);
  }

  RebuildProgress progress() {
    return last;
  }
}
