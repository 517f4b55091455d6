package io.tidemark.admin.text;

import io.tidemark.RecordedEvent;

/** Prints events as they come. */
public interface EventPrinter {
  /** Prints the next event, now or at the next flush. */
  void print(RecordedEvent event);

  /** Prints what is held back. */
  void flush();

  /** Whether something of what is printed was cut. */
  default boolean hasCut() {
    return false;
  }

  /**
   * Prints what comes after the last event. Left out after a failure: what was printed then is not
   * the whole answer, and does not look like one.
   */
  void end();
}
