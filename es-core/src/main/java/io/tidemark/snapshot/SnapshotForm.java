package io.tidemark.snapshot;

import io.tidemark.StreamId;
import java.util.Optional;

/**
 * How a state becomes a snapshot, and a state again. Thread-safe.
 *
 * <p>Not API: what aggregates and deciders load and save by.
 *
 * @param <S> the state
 */
public interface SnapshotForm<S> {
  /**
   * The state itself is written.
   *
   * @param state class of the state: a record, or a sealed type of records
   */
  static <S> SnapshotForm<S> ofState(Class<S> state) {
    return StateSnapshotForm.of(state);
  }

  /**
   * The snapshot of a state.
   *
   * @throws IllegalArgumentException if the state cannot be written
   */
  Snapshot write(StreamId stream, long version, S state);

  /** The state; empty if the snapshot has another shape or cannot be read. */
  Optional<S> read(Snapshot snapshot);
}
