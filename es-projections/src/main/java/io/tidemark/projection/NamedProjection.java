package io.tidemark.projection;

import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.row.RowIndex;
import java.util.List;

/**
 * A projection of which name and rows are known; says next what it is made from. Immutable and
 * thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class NamedProjection<K, V> {
  private final ReadModelDefinition.NamedRows<K, V> rows;
  private final List<RowIndex> indexes;

  private NamedProjection(ReadModelDefinition.NamedRows<K, V> rows, List<RowIndex> indexes) {
    this.rows = rows;
    this.indexes = indexes;
  }

  /**
   * Of these rows.
   *
   * <p>Not API.
   */
  public static <K, V> NamedProjection<K, V> of(ReadModelDefinition.NamedRows<K, V> rows) {
    return new NamedProjection<>(rows, List.of());
  }

  ReadModelDefinition.NamedRows<K, V> rows() {
    return rows;
  }

  List<RowIndex> indexes() {
    return indexes;
  }

  NamedProjection<K, V> with(RowIndex index) {
    return new NamedProjection<>(rows, index.addedTo(indexes));
  }

  /** Made from the events of the streams in this category. */
  public <E> SourcedProjection<E, K, V> from(String category, EventCodec<E> codec) {
    return Projection.ofNothing(this).from(category, codec);
  }

  /** Made from the events of this stream. */
  public <E> SourcedProjection<E, K, V> fromStream(StreamId stream, EventCodec<E> codec) {
    return Projection.ofNothing(this).fromStream(stream, codec);
  }

  /**
   * Made from the changes of the rows of another read model; see {@link Projection#fromChangesOf}.
   *
   * @throws IllegalArgumentException as there
   */
  public <L, R> SourcedProjection.Following<L, R, K, V> fromChangesOf(Projection<L, R> readModel) {
    return Projection.ofNothing(this).fromChangesOf(readModel);
  }
}
