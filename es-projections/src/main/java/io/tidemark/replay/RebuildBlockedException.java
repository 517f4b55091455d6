package io.tidemark.replay;

import io.tidemark.PermanentException;
import java.util.List;

/**
 * Something of the database is made of the table of a read model, such as a view or a foreign key.
 * It would stay with the old table when a rebuild switches, so nothing is rebuilt until it is
 * dropped.
 */
public final class RebuildBlockedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  RebuildBlockedException(String projection, List<String> dependents) {
    super(
        "Rebuild of %s would leave behind what is made of its table: expected nothing, actual %s"
            .formatted(projection, String.join(", ", dependents)),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
