package io.tidemark.postgres.append;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends that travel together. Used by one leader at a time. */
final class Batch {
  private final List<PendingAppend> appends;
  private @Nullable Deadline deadline;
  private volatile boolean ledByCaller;
  private volatile boolean takenOver;

  /** What ended its leader, and the batch that was abandoned before; see {@link GroupCommit}. */
  @Nullable Throwable error;

  @Nullable Batch nextAbandoned;

  /** Of these, in this order. */
  Batch(List<PendingAppend> appends, boolean ledByCaller) {
    this.appends = appends;
    this.ledByCaller = ledByCaller;
  }

  List<PendingAppend> appends() {
    return appends;
  }

  /** Those of which it is not known yet what to tell their callers. */
  List<PendingAppend> unsettled() {
    return appends.stream().filter(append -> !append.isSettled()).toList();
  }

  /** When to give up; begins with the first call, since a batch may be led twice. */
  Deadline deadline(Duration time) {
    if (deadline == null) {
      deadline = Deadline.in(time);
    }
    return deadline;
  }

  /** Whether the leader is a caller, whose troubles are not those of the others. */
  boolean isLedByCaller() {
    return ledByCaller;
  }

  /** The store's own thread leads from now on: an Error ended whoever led before. */
  void takeOver() {
    ledByCaller = false;
    takenOver = true;
  }

  boolean isTakenOver() {
    return takenOver;
  }
}
