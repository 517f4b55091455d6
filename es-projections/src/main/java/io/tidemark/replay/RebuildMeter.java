package io.tidemark.replay;

import io.tidemark.replay.build.BuildListener;
import java.util.function.Consumer;

/** Tells a listener how a rebuild gets on. */
final class RebuildMeter implements BuildListener {
  private final String projection;
  private final long resumedFrom;
  private final Consumer<RebuildProgress> listener;
  private final long startNanos = System.nanoTime();
  private RebuildProgress last;

  RebuildMeter(String projection, long resumedFrom, Consumer<RebuildProgress> listener) {
    this.projection = projection;
    this.resumedFrom = resumedFrom;
    this.listener = listener;
    this.last = new RebuildProgress(resumedFrom, resumedFrom, 0, resumedFrom);
  }

  @Override
  public void reached(long position, long head) {
    double seconds = Math.max(1e-6, (System.nanoTime() - startNanos) / 1e9);
    last = new RebuildProgress(position, head, (position - resumedFrom) / seconds, resumedFrom);
    listener.accept(last);
  }

  @Override
  public RuntimeException overtaken() {
    return RebuildInProgressException.ofRebuild(projection);
  }

  @Override
  public RuntimeException interrupted(long position, long head) {
    return RebuildInterruptedException.ofRebuild(projection, head, position);
  }

  RebuildProgress progress() {
    return last;
  }
}
