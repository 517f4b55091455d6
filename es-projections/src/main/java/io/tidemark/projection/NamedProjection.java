package io.tidemark.projection;

import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.row.RowType;

/**
 * A projection of which name and rows are known; says next what it is made from. Immutable and
 * thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class NamedProjection<K, V> {
  private final String name;
  private final RowType<V> rows;
  private final RowKey<K, V> key;

  NamedProjection(String name, RowType<V> rows, RowKey<K, V> key) {
    this.name = name;
    this.rows = rows;
    this.key = key;
  }

  String name() {
    return name;
  }

  RowType<V> rows() {
    return rows;
  }

  RowKey<K, V> key() {
    return key;
  }

  /** Made from the events of the streams in this category. */
  public <E> SourcedProjection<E, K, V> from(String category, EventCodec<E> codec) {
    return Projection.ofNothing(this).from(category, codec);
  }

  /** Made from the events of this stream. */
  public <E> SourcedProjection<E, K, V> fromStream(StreamId stream, EventCodec<E> codec) {
    return Projection.ofNothing(this).fromStream(stream, codec);
  }
}
