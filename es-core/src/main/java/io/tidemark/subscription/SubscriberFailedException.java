package io.tidemark.subscription;

import io.tidemark.PermanentException;

/** A subscriber has stopped at an error and will not get any further. */
public final class SubscriberFailedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String subscriber;

  SubscriberFailedException(String subscriber, Throwable cause) {
    super("Subscriber %s has stopped: %s".formatted(subscriber, ErrorText.of(cause)), cause);
    this.subscriber = subscriber;
  }

  /** Name of the subscriber. */
  public String subscriber() {
    return subscriber;
  }
}
