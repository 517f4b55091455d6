package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Events that come page by page. While one page is consumed the next is fetched by another thread,
 * so that the database, the driver and the consumer work at the same time; between pages no
 * connection is held.
 */
final class PagedEvents implements Iterator<RecordedEvent> {
  private final Pages pages;
  private final Executor executor;
  private Iterator<RecordedEvent> page = Collections.emptyIterator();
  private @Nullable CompletableFuture<List<RecordedEvent>> next;
  private boolean started;
  private boolean stopped;

  /** Where the pages come from; asked by one thread at a time. */
  interface Pages {
    /** The next page; empty when there are no more. */
    List<RecordedEvent> next();

    /** Whether there may be another page. */
    boolean hasNext();
  }

  private PagedEvents(Pages pages, Executor executor) {
    this.pages = pages;
    this.executor = executor;
  }

  static Stream<RecordedEvent> stream(Pages pages, Executor executor) {
    PagedEvents events = new PagedEvents(pages, executor);
    int characteristics = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(events, characteristics), false)
        .onClose(events::stop);
  }

  @Override
  public boolean hasNext() {
    if (stopped) {
      throw new IllegalStateException("Events are read on after their stream was closed");
    }
    while (!page.hasNext()) {
      if (started && next == null) {
        return false;
      }
      page = (next == null ? pages.next() : join(next)).iterator();
      started = true;
      next = pages.hasNext() ? fetchNext() : null;
    }
    return true;
  }

  @Override
  public RecordedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more events");
    }
    return page.next();
  }

  private CompletableFuture<List<RecordedEvent>> fetchNext() {
    try {
      return CompletableFuture.supplyAsync(pages::next, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(
              "Event store closed: expected an open store to read the next page", e));
    }
  }

  private static List<RecordedEvent> join(CompletableFuture<List<RecordedEvent>> page) {
    try {
      return page.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * A page being fetched is left to finish: cancelling a statement would cost more than reading it.
   */
  private void stop() {
    stopped = true;
    next = null;
    page = Collections.emptyIterator();
  }
}
