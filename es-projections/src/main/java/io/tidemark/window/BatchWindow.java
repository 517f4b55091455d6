package io.tidemark.window;

/** Batches of events; see {@link Window#batchLength}. Immutable and thread-safe. */
public final class BatchWindow {
  private final int events;

  BatchWindow(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid length of a batch: expected at least 1 event, actual " + events);
    }
    this.events = events;
  }

  int events() {
    return events;
  }

  @Override
  public String toString() {
    return "in batches of " + events;
  }
}
