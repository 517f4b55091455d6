package io.tidemark.projection;

import io.tidemark.codec.EventCodec;
import java.util.Objects;

/**
 * A projection of which the events are known too; says next which row each of them changes.
 *
 * @param <E> the events
 * @param <V> the rows
 * @param named name and rows
 * @param category where the events come from
 * @param codec what decodes them
 */
public record SourcedProjection<E, V>(
    NamedProjection<V> named, String category, EventCodec<E> codec) {
  /** Nulls are refused. */
  public SourcedProjection {
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(codec, "codec");
  }

  /** Each event changes the row with this key. */
  public KeyedProjection<E, V> keyedBy(KeySelector<E> keys) {
    return new KeyedProjection<>(this, Objects.requireNonNull(keys, "keys"));
  }
}
