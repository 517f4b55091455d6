package io.tidemark.readmodel;

import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import java.util.Objects;

/** Asks the read models of one schema. Thread-safe. */
public final class ReadModels {
  private final PostgresProjections projections;

  private ReadModels(PostgresProjections projections) {
    this.projections = projections;
  }

  /** Of these projections. */
  public static ReadModels of(PostgresProjections projections) {
    return new ReadModels(Objects.requireNonNull(projections, "projections"));
  }

  /** Queries the rows of a projection. The key type is that of the record's first component. */
  public <K, V> ReadModelRepository<K, V> of(Projection<?, V> projection) {
    return new ReadModelRepository<>(projections.readModels(), projection);
  }
}
