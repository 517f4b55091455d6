package io.tidemark.history;

import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.store.Direction;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Finds the events that made a row: by the versions that history has of it, else by going over the
 * log. An engine; ask the repository of a read model. Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class Explainer<K, V> {
  /** More would be held in memory at once. */
  private static final int MAX_LIMIT = 1_000;

  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final RowHistory<K, V> history;

  /** Of rows that serve. */
  public Explainer(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.history = new RowHistory<>(schema, projection);
  }

  /**
   * Explains one row.
   *
   * @param position through which the rows are, asked for if it is needed
   * @throws IllegalArgumentException if the limit is not from 1 to 1,000
   */
  public Explanation<V> explain(K key, LongSupplier position, Direction direction, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "Invalid limit: expected 1 to %,d, actual %d".formatted(MAX_LIMIT, limit));
    }
    K form = projection.keyForm(key);
    Optional<String> obstacle = history.reach().obstacle();
    return obstacle.isEmpty()
        ? new VersionedRow<>(schema.store(), history, form).explained(direction, limit)
        : new ReplayedRow<>(schema, projection, form)
            .explained(position.getAsLong(), direction, limit, obstacle.get());
  }
}
