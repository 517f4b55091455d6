package io.tidemark.snapshot;

import io.tidemark.StreamId;
import java.util.Objects;

/**
 * Saved state of a stream, so that loading it need not read all its events.
 *
 * @param stream whose state
 * @param version how many events of the stream are folded into it, at least 1
 * @param type name of the state's shape; a snapshot of another shape is not used
 * @param data the state, a JSON text
 */
public record Snapshot(StreamId stream, long version, String type, String data) {
  /**
   * @throws IllegalArgumentException if the version is below 1
   */
  public Snapshot {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
    if (version < 1) {
      throw new IllegalArgumentException(
          "Invalid snapshot of %s: expected a version of at least 1, actual %d"
              .formatted(stream, version));
    }
  }
}
