package io.tidemark.postgres.read;

import static java.util.stream.Collectors.joining;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads slices of the log for one query. One statement brings the events, what stands at the place
 * behind which they begin, and the end of the log: what a slice covers is then known from the slice
 * alone, whichever server answers.
 */
final class LogSlices {
  /**
   * Versions of the rows that are no events of the slice but mark a place. Such a row is known by
   * its type, which is null: in an old log an event may have any version.
   */
  private static final int PLACE_AFTER = 0;

  private static final int PLACE_OF_HEAD = -1;

  private final Jdbc jdbc;
  private final EventRows table;
  private final String sql;
  private final List<Object> filterValues = new ArrayList<>();

  LogSlices(Jdbc jdbc, String schema, LogQuery query) {
    this.jdbc = jdbc;
    this.table = new EventRows(schema);
    this.sql =
        "("
            + table.selectSized()
            + " where position > ? and position <= ?"
            + filters(query)
            + " order by position limit ?)"
            + place(PLACE_AFTER, "where position = ?")
            + place(PLACE_OF_HEAD, "order by position desc limit 1");
  }

  private String place(int version, String condition) {
    return " union all (select position, %d, event_id, null, null, null, null, null, null, null from %s %s)"
        .formatted(version, table.table(), condition);
  }

  private String filters(LogQuery query) {
    StringBuilder conditions = new StringBuilder();
    if (!query.categories().isEmpty()) {
      conditions.append(" and category = any(?)");
      filterValues.add(SqlArray.of("text", query.categories()));
    }
    if (!query.types().isEmpty()) {
      conditions.append(" and type = any(?)");
      filterValues.add(SqlArray.of("text", query.types()));
    }
    if (!query.selectors().isEmpty()) {
      conditions.append(
          query.selectors().stream().map(this::selected).collect(joining(" or ", " and (", ")")));
    }
    if (!query.shard().isWhole()) {
      conditions.append(" and mod(hashtextextended(key, 0) & 9223372036854775807, ?) = ?");
      filterValues.add((long) query.shard().count());
      filterValues.add((long) query.shard().index());
    }
    happened(query.until())
        .ifPresent(
            point -> {
              conditions.append(" and occurred_at <= ?");
              filterValues.add(TimeOfLog.of(point.instant()));
            });
    return conditions.toString();
  }

  private String selected(EventSelector selector) {
    StringBuilder condition = new StringBuilder("(category = ?");
    filterValues.add(selector.category());
    if (!selector.keys().isEmpty()) {
      condition.append(" and key = any(?)");
      filterValues.add(SqlArray.of("text", selector.keys()));
    }
    if (!selector.types().isEmpty()) {
      condition.append(" and type = any(?)");
      filterValues.add(SqlArray.of("text", selector.types()));
    }
    return condition.append(')').toString();
  }

  private static Optional<AsOf.OccurredAt> happened(AsOf until) {
    if (until instanceof AsOf.Bitemporal both) {
      return Optional.of(both.happened());
    }
    return until instanceof AsOf.OccurredAt point ? Optional.of(point) : Optional.empty();
  }

  /**
   * Reads once.
   *
   * @param after behind this position
   * @param end up to this one
   */
  LogSlice read(long after, long end, PageLimit limit) {
    List<Object> values = new ArrayList<>();
    values.add(limit.share());
    values.add(limit.share());
    values.add(after);
    values.add(end);
    values.addAll(filterValues);
    values.add(limit.events());
    values.add(after);
    return jdbc.inSession(
        session -> {
          Parts parts = new Parts(after);
          session.forEach(sql, parts::add, values.toArray());
          // A union promises no order; its parts keep theirs today, and then this costs nothing.
          parts.rows.sort(Comparator.comparingLong(SizedRow::position));
          SizedPage page = SizedPage.of(parts.rows, limit, table, session);
          return new LogSlice(parts.after, page, parts.head);
        });
  }

  /** Tells the rows of a slice by what they are. */
  private static final class Parts {
    private final List<SizedRow> rows = new ArrayList<>();
    private LogPlace after;
    private LogPlace head = LogPlace.start();

    Parts(long after) {
      this.after = new LogPlace(after, Optional.empty());
    }

    void add(Row row) throws SQLException {
      if (row.textOrNull(4) != null) {
        rows.add(SizedRow.map(row));
      } else if (row.integer(2) == PLACE_OF_HEAD) {
        head = place(row);
      } else {
        after = place(row);
      }
    }

    private static LogPlace place(Row row) throws SQLException {
      return new LogPlace(row.integer(1), Optional.of(row.uuid(3)));
    }
  }
}
