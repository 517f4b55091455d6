package io.tidemark.subscription;

import io.tidemark.PermanentException;

/** A projection has stopped at an error and will not get any further. */
public final class SubscriberFailedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  SubscriberFailedException(String projection, RuntimeException cause) {
    super("Projection %s has stopped: %s".formatted(projection, cause.getMessage()), cause);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
