package io.tidemark.postgres.read;

import io.tidemark.jdbc.LockedWork;
import io.tidemark.store.PageKind;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener of the pages that are read: on the thread that read one, or on another while
 * others wait for the reader, because it is a hook or a switch. Thread-safe.
 */
final class PageListener {
  private static final Logger LOG = LoggerFactory.getLogger(PageListener.class);

  private final StoreListener listener;
  private final Executor others;

  /** Tells this one, if need be on the threads of the executor. */
  PageListener(StoreListener listener, Executor others) {
    this.listener = listener;
    this.others = others;
  }

  /**
   * A page was read.
   *
   * @param awaited whether somebody waits for the reader, even if this is not its thread
   * @param began {@link System#nanoTime} when it was asked for
   */
  void read(PageKind kind, int events, long began, boolean awaited) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (!awaited && !LockedWork.isUnderWay()) {
      listener.pageRead(kind, events, took);
      return;
    }
    try {
      others.execute(() -> listener.pageRead(kind, events, took));
    } catch (RejectedExecutionException e) {
      LOG.debug("A page was read while the store closed, and the listener is not told", e);
    }
  }
}
