package io.tidemark.projection.postgres;

import io.tidemark.PermanentException;
import io.tidemark.store.Shard;

/** The rows of a projection are kept up to date by other shards than those that were asked to. */
public final class ProjectionIsSplitException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  ProjectionIsSplitException(String projection, int shards, Shard asked) {
    super(
        "Projection %s cannot be run so: expected %s, actual %s"
            .formatted(
                projection,
                shards == 1 ? "all of it at once" : "one of " + shards + " shards",
                asked.isWhole() ? "all of it at once" : "shard " + asked),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
