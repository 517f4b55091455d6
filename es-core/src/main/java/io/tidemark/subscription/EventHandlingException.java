package io.tidemark.subscription;

import io.tidemark.PermanentException;
import io.tidemark.RecordedEvent;

/** A subscriber could not handle an event; the cause says why. */
public final class EventHandlingException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String subscriber;
  private final long position;

  /** Of this subscriber at this event. */
  public EventHandlingException(String subscriber, RecordedEvent event, Throwable cause) {
    super(
        "Subscriber %s failed at position %d (%s version %d, %s): %s"
            .formatted(
                subscriber,
                event.position(),
                event.stream(),
                event.version(),
                event.type(),
                ErrorText.of(cause)),
        cause);
    this.subscriber = subscriber;
    this.position = event.position();
  }

  /**
   * Whether an error thrown by code that handles an event says something about that event or that
   * code, rather than about the state of this process: exceptions, failed assertions, classes that
   * cannot be loaded, and recursion without an end do; a lack of memory does not.
   */
  public static boolean isOfHandling(Throwable error) {
    return error instanceof Exception
        || error instanceof AssertionError
        || error instanceof LinkageError
        || error instanceof StackOverflowError;
  }

  /** Name of the subscriber. */
  public String subscriber() {
    return subscriber;
  }

  /** Position of the event. */
  public long position() {
    return position;
  }
}
