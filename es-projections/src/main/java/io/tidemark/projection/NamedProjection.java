package io.tidemark.projection;

import io.tidemark.codec.EventCodec;
import io.tidemark.row.RowType;

/**
 * A projection of which name and rows are known; says next what it is made from.
 *
 * @param <V> the rows
 * @param name its name
 * @param rows its rows
 */
public record NamedProjection<V>(String name, RowType<V> rows) {
  /** Made from all events of the streams in this category. */
  public <E> SourcedProjection<E, V> from(String category, EventCodec<E> codec) {
    return new SourcedProjection<>(this, category, codec);
  }
}
