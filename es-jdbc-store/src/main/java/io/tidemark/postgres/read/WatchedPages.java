package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.store.PageKind;
import java.util.List;

/** Pages of which somebody is told. Used by one thread at a time. */
final class WatchedPages implements PagedEvents.Pages {
  private final PagedEvents.Pages pages;
  private final PageKind kind;
  private final PageListener listener;
  private final boolean awaited = LockedWork.isUnderWay(); // pages may be fetched by other threads

  WatchedPages(PagedEvents.Pages pages, PageKind kind, PageListener listener) {
    this.pages = pages;
    this.kind = kind;
    this.listener = listener;
  }

  @Override
  public List<RecordedEvent> next() {
    long began = System.nanoTime();
    List<RecordedEvent> page = pages.next();
    listener.read(kind, page.size(), began, awaited);
    return page;
  }

  @Override
  public boolean hasNext() {
    return pages.hasNext();
  }
}
