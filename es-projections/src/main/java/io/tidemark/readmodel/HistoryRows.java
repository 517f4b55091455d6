package io.tidemark.readmodel;

import io.tidemark.history.HistoryReach;
import io.tidemark.history.RowHistory;
import io.tidemark.history.RowOrigin;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows as they were at a position, asked of the versions that the database keeps. */
final class HistoryRows<K, V> extends QueriedRows<K, V> {
  private final long position;
  private final HistoryReach.Look look;

  HistoryRows(
      Projection<K, V> projection,
      RowHistory<K, V> history,
      long position,
      HistoryReach.Look look) {
    super(
        history.table().history().asOf(position),
        projection,
        new Versions(history, position, look));
    this.position = position;
    this.look = look;
  }

  @Override
  public RowOrigin origin() {
    RowOrigin origin = RowOrigin.history(position, 0);
    return look.remark().map(origin::because).orElse(origin);
  }

  private record Versions(RowHistory<?, ?> history, long position, HistoryReach.Look look)
      implements Access {
    @Override
    public <T> T ask(Function<Session, T> query, T nothing) {
      return history.query(position, look, query);
    }

    @Override
    public <T> Stream<T> stream(QueryText text, RowMapper<T> mapper) {
      return history.stream(position, text.sql(), mapper, text.parameters());
    }
  }
}
