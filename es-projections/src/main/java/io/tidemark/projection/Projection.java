package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.row.RowType;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a read model follows from the events of one category: for every event the row it changes, and
 * how. The one definition serves every way to run it: in a transaction of its own, in the append's
 * transaction, in memory on demand. Immutable and thread-safe.
 *
 * <pre>{@code
 * Projection.named("balances", Balance.class)
 *     .from("account", codec)
 *     .keyedBy((event, recorded) -> recorded.stream().key())
 *     .fold((balance, event, recorded) -> ...)
 * }</pre>
 *
 * @param <E> the events
 * @param <V> the rows, a record whose first component is the key
 */
public final class Projection<E, V> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private final String name;
  private final RowType<V> rows;
  private final LogQuery query;
  private final EventCodec<E> codec;
  private final KeySelector<E> keys;
  private final Folder<E, V> folder;

  Projection(KeyedProjection<E, V> definition, Folder<E, V> folder) {
    this.name = definition.source().named().name();
    this.rows = definition.source().named().rows();
    this.query = LogQuery.all().categories(Set.of(definition.source().category()));
    this.codec = definition.source().codec();
    this.keys = definition.keys();
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /**
   * Begins a definition.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record; see {@link RowType}
   * @throws IllegalArgumentException if the name or the record is not usable
   */
  public static <V> NamedProjection<V> named(String name, Class<V> row) {
    if (!NAME.matcher(name).matches() || name.endsWith("_rebuild") || name.endsWith("_previous")) {
      throw new IllegalArgumentException(
          "Invalid projection name %s: expected %s not ending in _rebuild or _previous"
              .formatted(name, NAME));
    }
    return new NamedProjection<>(name, RowType.of(row));
  }

  /** Its name, which is also that of its table. */
  public String name() {
    return name;
  }

  /** Its rows. */
  public RowType<V> rows() {
    return rows;
  }

  /** The events it is made from. */
  public LogQuery query() {
    return query;
  }

  /**
   * Decodes events and finds their keys.
   *
   * @throws EventHandlingException if one of them cannot be decoded or its key cannot be found
   */
  public ProjectionBatch<E, V> batch(List<RecordedEvent> events) {
    return ProjectionBatch.of(this, events);
  }

  /** What an event was decoded to, as far as it concerns a row. */
  List<KeyedEvent<E>> keyed(RecordedEvent recorded) {
    try {
      List<KeyedEvent<E>> keyed = new ArrayList<>(1);
      for (E event : codec.decode(recorded)) {
        Object key = keys.key(event, recorded);
        if (key != null) {
          keyed.add(new KeyedEvent<>(rows.key().kind().stored(key), event, recorded));
        }
      }
      return keyed;
    } catch (RuntimeException e) {
      throw new EventHandlingException(name, recorded, e);
    }
  }

  @Nullable V fold(@Nullable V row, KeyedEvent<E> keyed) {
    try {
      V folded = folder.fold(row, keyed.event(), keyed.recorded());
      if (folded == null || folded == row) {
        return folded;
      }
      V stored = rows.stored(folded);
      requireKey(keyed.key(), rows.key().value(stored));
      return stored;
    } catch (RuntimeException e) {
      throw new EventHandlingException(name, keyed.recorded(), e);
    }
  }

  private static void requireKey(Object expected, @Nullable Object actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "Wrong key in row: expected %s, actual %s".formatted(expected, actual));
    }
  }
}
