package io.tidemark.window;

import io.tidemark.dataflow.Plan.Scope;
import io.tidemark.dataflow.Windowing;

/** Batches of events; see {@link Window#batchLength}. Immutable and thread-safe. */
public final class BatchWindow {
  private final Windowing.Batch batch;

  private BatchWindow(Windowing.Batch batch) {
    this.batch = batch;
  }

  static BatchWindow of(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid length of a batch: expected at least 1 event, actual " + events);
    }
    return new BatchWindow(new Windowing.Batch(events));
  }

  /** The same of which a batch has a row from its first event on, which each event changes. */
  public BatchWindow shownFilling() {
    return new BatchWindow(new Windowing.Batch(batch.size(), true, batch.scope()));
  }

  /**
   * The same of so many events of all keys together. A batch is then a row for each key that has
   * events in it, and its number is that among all batches.
   */
  public BatchWindow ofAllKeys() {
    return new BatchWindow(new Windowing.Batch(batch.size(), batch.isShownFilling(), Scope.ALL));
  }

  Windowing windowing() {
    return batch;
  }

  @Override
  public String toString() {
    return "in batches of %d%s%s"
        .formatted(
            batch.size(),
            batch.scope() == Scope.ALL ? " of all keys" : "",
            batch.isShownFilling() ? " shown as they fill" : "");
  }
}
