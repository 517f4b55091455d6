package io.tidemark.readmodel;

import io.tidemark.AsOf;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ReadModelSchema;
import java.util.Objects;

/** Asks the read models of one schema. Immutable and thread-safe. */
public final class ReadModels {
  private final ReadModelSchema schema;

  private ReadModels(ReadModelSchema schema) {
    this.schema = schema;
  }

  /** Of these projections. */
  public static ReadModels of(PostgresProjections projections) {
    return new ReadModels(Objects.requireNonNull(projections, "projections").schema());
  }

  /** Queries the rows of a projection. */
  public <K, V> ReadModelRepository<K, V> of(ReadModelDefinition<K, V> projection) {
    return new ReadModelRepository<>(schema, projection);
  }

  /**
   * Asks at one point in history, the same for all read models that are asked there. {@link
   * AsOf#latest} is the head that the log has now.
   *
   * @throws IllegalArgumentException if the point is a version, which only streams have
   */
  public PointInTime asOf(AsOf point) {
    return PointInTime.of(schema, point);
  }
}
