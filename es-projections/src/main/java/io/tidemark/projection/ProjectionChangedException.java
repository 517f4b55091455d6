package io.tidemark.projection;

import io.tidemark.PermanentException;

/** The rows of a projection are stored in another form than its record now has: rebuild it. */
public final class ProjectionChangedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  /** Expected and actual are what the code needs and what the database has, in words. */
  public ProjectionChangedException(String projection, String expected, String actual) {
    super(
        "Projection %s has changed and must be rebuilt: expected %s, actual %s"
            .formatted(projection, expected, actual),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
