package io.tidemark.postgres.read;

import static java.util.stream.Collectors.joining;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.SqlArray;
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
  private final List<SelectedEvents> parts;
  private final String sql;
  private final List<Object> filterValues = new ArrayList<>();

  LogSlices(Jdbc jdbc, String schema, LogQuery query) {
    this.jdbc = jdbc;
    this.table = new EventRows(schema);
    this.parts = SelectedEvents.of(query);
    this.sql =
        "("
            + merged(filters(query))
            + ")"
            + place(PLACE_AFTER, "where position = ?")
            + place(PLACE_OF_HEAD, "order by position desc limit 1");
  }

  /**
   * Each part is in order and has a limit of its own. The server knows how to read it then, however
   * few events it expects there to be.
   */
  private String merged(String filters) {
    String inOrder = " order by position limit ?";
    String selects =
        parts.stream()
            .map(
                part ->
                    table.selectSized()
                        + " where position > ? and position <= ? and "
                        + part.condition()
                        + filters
                        + inOrder)
            .collect(joining(") union all ("));
    return parts.size() == 1 ? selects : "(" + selects + ")" + inOrder;
  }

  private String place(int version, String condition) {
    return " union all (select position, %s, event_id, null, null, null, null, null, null, null, null from %s %s)"
        .formatted(version, table.table(), condition);
  }

  private String filters(LogQuery query) {
    StringBuilder conditions = new StringBuilder();
    query
        .matching()
        .map(matching -> MatchingEvents.of(matching, table))
        .ifPresent(
            matching -> {
              conditions.append(" and ").append(matching.condition());
              filterValues.addAll(matching.values());
            });
    if (!query.types().isEmpty()) {
      conditions.append(" and type = any(?)");
      filterValues.add(SqlArray.of("text", query.types()));
    }
    if (!query.shard().isWhole()) {
      // Of an equation the server expects so few events that it would rather sort the whole range.
      conditions.append(
          " and coalesce(mod(hashtextextended(key, 0) & 9223372036854775807, ?) = ?, false)");
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
    for (SelectedEvents part : parts) {
      values.add(limit.share());
      values.add(limit.share());
      values.add(after);
      values.add(end);
      values.addAll(part.values());
      filterValues.forEach(value -> values.add(value == MatchingEvents.AFTER ? after : value));
      values.add(limit.events());
    }
    if (parts.size() > 1) {
      values.add(limit.events());
    }
    values.add(after);
    return jdbc.inSession(
        session -> {
          Places places = new Places(after);
          session.forEach(sql, places::add, values.toArray());
          // A union promises no order; its parts keep theirs today, and then this costs nothing.
          places.rows.sort(Comparator.comparingLong(SizedRow::position));
          SizedPage page = SizedPage.of(places.rows, limit, table, session);
          return new LogSlice(places.after, page, places.head);
        });
  }

  /** Tells the rows of a slice by what they are. */
  private static final class Places {
    private final List<SizedRow> rows = new ArrayList<>();
    private LogPlace after;
    private LogPlace head = LogPlace.start();

    Places(long after) {
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
