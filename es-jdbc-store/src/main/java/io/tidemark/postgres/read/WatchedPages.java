package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.store.PageKind;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.util.List;

/** Pages of which somebody is told. Used by one thread at a time. */
final class WatchedPages implements PagedEvents.Pages {
  private final PagedEvents.Pages pages;
  private final PageKind kind;
  private final StoreListener listener;

  WatchedPages(PagedEvents.Pages pages, PageKind kind, StoreListener listener) {
    this.pages = pages;
    this.kind = kind;
    this.listener = listener;
  }

  @Override
  public List<RecordedEvent> next() {
    long began = System.nanoTime();
    List<RecordedEvent> page = pages.next();
    listener.pageRead(kind, page.size(), Duration.ofNanos(System.nanoTime() - began));
    return page;
  }

  @Override
  public boolean hasNext() {
    return pages.hasNext();
  }
}
