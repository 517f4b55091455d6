package io.tidemark.projection;

import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowIndex;
import io.tidemark.row.RowKey;
import io.tidemark.row.RowType;
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

  /**
   * Of rows that need not be records.
   *
   * @param name also the name of the table: lower-case letters, digits and underscores, at most 40
   * @param key what they are told apart by
   * @param keys gives the key of a row
   * @throws IllegalArgumentException if the name is not usable
   */
  public static <K, V> NamedProjection<K, V> of(
      String name, RowType<V> rows, KeyType<K> key, RowKey<K, V> keys) {
    ProjectionName.require(name);
    return of(new ReadModelDefinition.NamedRows<>(name, rows, key, keys));
  }

  /**
   * Made from events and read models through the stages of a plan.
   *
   * @throws IllegalArgumentException if one is told of a read model whose changes are not the same
   *     at every replay
   */
  public Projection<K, V> through(Stages<V> stages) {
    return Projection.ofStages(this, stages);
  }

  /**
   * Its rows.
   *
   * <p>Not API.
   */
  public ReadModelDefinition.NamedRows<K, V> rows() {
    return rows;
  }

  /**
   * Made from nothing yet.
   *
   * <p>Not API.
   */
  public Projection<K, V> fromNothing() {
    return Projection.ofNothing(this);
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
