package io.tidemark.postgres;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages of the whole log, in the order of positions, up to the end it had when the reading began.
 */
final class LogPages implements PagedEvents.Pages {
  private static final int FIRST_PAGE = 250;

  private final Jdbc jdbc;
  private final LogQuery query;
  private final String sql;
  private final List<Object> filterValues = new ArrayList<>();
  private final PageSize pageSize = new PageSize(FIRST_PAGE);
  private final long end;
  private long after;
  private long remaining;

  LogPages(Jdbc jdbc, String schema, LogQuery query) {
    this.jdbc = jdbc;
    this.query = query;
    this.end = end(jdbc, schema, query.until());
    this.after = query.afterPosition();
    this.remaining = query.limit();
    this.sql =
        new EventRows(schema).select()
            + " where position > ? and position <= ?"
            + filters()
            + " order by position limit ?";
  }

  /** Positions and times of recording go up together, so a point in time is a position. */
  private static long end(Jdbc jdbc, String schema, AsOf until) {
    if (until instanceof AsOf.RecordedAt point) {
      String asOf = "select " + schema + ".position_as_of(?)";
      return jdbc.first(asOf, row -> row.integer(1), point.instant()).orElseThrow();
    }
    long head = head(jdbc, schema);
    return until instanceof AsOf.Position point ? Math.min(head, point.position()) : head;
  }

  /** The last position; every event up to it is visible to whoever asks later. */
  static long head(Jdbc jdbc, String schema) {
    String sql = "select coalesce(max(position), 0) from " + schema + ".events";
    return jdbc.first(sql, row -> row.integer(1)).orElseThrow();
  }

  private String filters() {
    StringBuilder conditions = new StringBuilder();
    if (!query.categories().isEmpty()) {
      conditions.append(" and category = any(?)");
      filterValues.add(SqlArray.of("text", query.categories()));
    }
    if (!query.types().isEmpty()) {
      conditions.append(" and type = any(?)");
      filterValues.add(SqlArray.of("text", query.types()));
    }
    if (query.until() instanceof AsOf.OccurredAt point) {
      conditions.append(" and occurred_at <= ?");
      filterValues.add(point.instant());
    }
    return conditions.toString();
  }

  @Override
  public boolean hasNext() {
    return after < end && remaining > 0;
  }

  @Override
  public List<RecordedEvent> next() {
    if (!hasNext()) {
      return List.of();
    }
    long limit = Math.min(pageSize.size(), remaining);
    List<Object> values = new ArrayList<>(List.of(after, end));
    values.addAll(filterValues);
    values.add(limit);
    List<RecordedEvent> page = jdbc.query(sql, EventRows::map, values.toArray());
    if (!query.isFiltered()) {
      requireContiguous(page, limit);
    }
    after = page.size() < limit ? end : page.get(page.size() - 1).position();
    remaining -= page.size();
    pageSize.learn(page);
    return page;
  }

  private void requireContiguous(List<RecordedEvent> page, long limit) {
    long expected = after + 1;
    for (RecordedEvent event : page) {
      if (event.position() != expected) {
        throw new LogGapException(expected, event.position());
      }
      expected++;
    }
    if (page.size() < limit && expected <= end) {
      throw new LogGapException(expected, end);
    }
  }
}
