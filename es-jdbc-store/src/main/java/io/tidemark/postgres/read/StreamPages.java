package io.tidemark.postgres.read;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.Direction;
import io.tidemark.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages of one stream, by version, up to a point that is not a time of recording. Each page starts
 * where the last one ended, so new events join at the end.
 */
final class StreamPages implements PagedEvents.Pages {
  private static final int FIRST_PAGE = 2_000; // most streams come in one

  private final Jdbc jdbc;
  private final StreamQuery query;
  private final EventRows table;
  private final String sql;
  private final List<Object> pointValues = new ArrayList<>();
  private final PageSize pageSize = new PageSize(FIRST_PAGE);
  private long after;
  private long before = Long.MAX_VALUE;
  private long remaining;
  private boolean more = true;

  StreamPages(Jdbc jdbc, String schema, StreamQuery query) {
    this.jdbc = jdbc;
    this.query = query;
    this.after = query.afterVersion();
    this.remaining = query.limit();
    this.table = new EventRows(schema);
    this.sql =
        table.selectSizedOfStream()
            + " where category = ? and key = ? and version > ? and version < ?"
            + point(query.until())
            + " order by version"
            + (query.direction() == Direction.BACKWARD ? " desc" : "")
            + " limit ?";
  }

  private String point(AsOf until) {
    if (until instanceof AsOf.Bitemporal both) {
      return point(both.known()) + point(both.happened());
    }
    if (until instanceof AsOf.Version point) {
      pointValues.add(point.version());
      return " and version <= ?";
    }
    if (until instanceof AsOf.Position point) {
      pointValues.add(point.position());
      return " and position <= ?";
    }
    if (until instanceof AsOf.OccurredAt point) {
      pointValues.add(TimeOfLog.of(point.instant()));
      return " and occurred_at <= ?";
    }
    return "";
  }

  @Override
  public boolean hasNext() {
    return more && remaining > 0;
  }

  @Override
  public List<RecordedEvent> next() {
    if (!hasNext()) {
      return List.of();
    }
    PageLimit limit = pageSize.next(remaining);
    SizedPage sized =
        jdbc.inSession(
            session ->
                SizedPage.of(
                    session.query(sql, SizedRow.ofStream(query.stream()), values(limit)),
                    limit,
                    table,
                    session));
    List<RecordedEvent> page = sized.events();
    more = sized.cut();
    remaining -= page.size();
    if (more) {
      long last = page.get(page.size() - 1).version();
      if (query.direction() == Direction.BACKWARD) {
        before = last;
      } else {
        after = last;
      }
    }
    pageSize.learn(sized);
    return page;
  }

  private Object[] values(PageLimit limit) {
    List<Object> values = new ArrayList<>();
    values.add(limit.share());
    values.add(limit.share());
    values.add(query.stream().category());
    values.add(query.stream().key());
    values.add(after);
    values.add(before);
    values.addAll(pointValues);
    values.add(limit.events());
    return values.toArray();
  }
}
