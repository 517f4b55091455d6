package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.util.List;
import java.util.Optional;

/**
 * Pages of the whole log, in the order of positions, up to the end it had when the reading began.
 * Each page shows for itself that it comes from a log that has this end and goes on from the page
 * before: another server may answer, or the log may be rewound meanwhile.
 */
final class LogPages implements PagedEvents.Pages {
  private static final int FIRST_PAGE = 250;

  private final LogSlices slices;
  private final boolean filtered;
  private final PageSize pageSize = new PageSize(FIRST_PAGE);
  private final long end;
  private LogPlace reached;
  private long remaining;

  /** Up to this position, and not to the query's own point if that is one of the log. */
  LogPages(Jdbc jdbc, String schema, LogQuery query, long end) {
    this.slices = new LogSlices(jdbc, schema, query);
    this.filtered = query.isFiltered();
    this.end = end;
    this.reached = new LogPlace(query.afterPosition(), Optional.empty());
    this.remaining = query.limit();
  }

  @Override
  public boolean hasNext() {
    return reached.position() < end && remaining > 0;
  }

  @Override
  public List<RecordedEvent> next() {
    if (!hasNext()) {
      return List.of();
    }
    LogSlice slice = slices.read(reached.position(), end, pageSize.next(remaining));
    requireSameLog(slice);
    if (!filtered) {
      slice.requireContiguous(end);
    }
    reached = slice.isCut() ? slice.last() : new LogPlace(end, Optional.empty());
    remaining -= slice.events().size();
    pageSize.learn(slice.page());
    return slice.events();
  }

  private void requireSameLog(LogSlice slice) {
    if (slice.head().position() < end) {
      throw new StoreUnavailableException(
          "Cannot read on behind position %d: expected a server that has the log up to position %d, actual %d"
              .formatted(reached.position(), end, slice.head().position()),
          null);
    }
    if (reached.eventId().isPresent() && !reached.equals(slice.after())) {
      throw new StoreUnavailableException(
          "The log was rewound while it was read: expected %s, actual %s"
              .formatted(reached, slice.after()),
          null);
    }
  }
}
