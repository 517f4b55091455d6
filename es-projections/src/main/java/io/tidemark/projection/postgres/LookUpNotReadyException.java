package io.tidemark.projection.postgres;

import io.tidemark.RetryableException;

/**
 * A read model in which a projection looks something up, or from whose changes it is made, is not
 * as far as the projection yet.
 */
public final class LookUpNotReadyException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final String readModel;

  LookUpNotReadyException(String projection, String readModel, String expected, String actual) {
    super(
        "Projection %s cannot look up in %s yet: expected %s, actual %s"
            .formatted(projection, readModel, expected, actual),
        null);
    this.projection = projection;
    this.readModel = readModel;
  }

  /** Name of the projection that looks up. */
  public String projection() {
    return projection;
  }

  /** Name of the other read model. */
  public String readModel() {
    return readModel;
  }
}
