package io.tidemark.postgres.read;

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
  /** Versions of the rows that are no events of the slice but mark a place. */
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
        table.selectSized()
            + " where position > ? and position <= ?"
            + filters(query)
            + " order by position limit ?) sized"
            + place(PLACE_AFTER, "where position = ?")
            + place(PLACE_OF_HEAD, "order by position desc limit 1");
  }

  private String place(int version, String condition) {
    return " union all (select position, %d, event_id, null, null, null, null, null, null, null, null from %s %s)"
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
    if (query.until() instanceof AsOf.OccurredAt point) {
      conditions.append(" and occurred_at <= ?");
      filterValues.add(point.instant());
    }
    return conditions.toString();
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
    values.add(after);
    values.add(end);
    values.addAll(filterValues);
    values.add(limit.events());
    values.add(after);
    return jdbc.inSession(
        session -> {
          Places places = new Places(after);
          List<SizedRow> rows = new ArrayList<>();
          for (Optional<SizedRow> row : session.query(sql, places::map, values.toArray())) {
            row.ifPresent(rows::add);
          }
          // A union promises no order; its parts keep theirs today, and then this costs nothing.
          rows.sort(Comparator.comparingLong(SizedRow::position));
          SizedPage page = SizedPage.of(rows, limit, table, session);
          return new LogSlice(places.after, page, places.head);
        });
  }

  /** Takes the places out of the rows. */
  private static final class Places {
    private LogPlace after;
    private LogPlace head = LogPlace.start();

    Places(long after) {
      this.after = new LogPlace(after, Optional.empty());
    }

    Optional<SizedRow> map(Row row) throws SQLException {
      long version = row.integer(2);
      if (version > PLACE_AFTER) {
        return Optional.of(SizedRow.map(row));
      }
      LogPlace place = new LogPlace(row.integer(1), Optional.of(row.uuid(3)));
      if (version == PLACE_OF_HEAD) {
        head = place;
      } else {
        after = place;
      }
      return Optional.empty();
    }
  }
}
