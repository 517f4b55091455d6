package io.tidemark.snapshot;

/** When to save a snapshot. Immutable. */
public final class SnapshotPolicy {
  private static final SnapshotPolicy NEVER = new SnapshotPolicy(Integer.MAX_VALUE);

  private final int events;

  private SnapshotPolicy(int events) {
    this.events = events;
  }

  /** No snapshots are saved; those that are there are used. */
  public static SnapshotPolicy never() {
    return NEVER;
  }

  /**
   * One whenever the version passes a multiple of this number.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public static SnapshotPolicy every(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid snapshot policy: expected at least 1 event, actual " + events);
    }
    return new SnapshotPolicy(events);
  }

  boolean isDue(long before, long after) {
    return this != NEVER && before / events < after / events;
  }
}
