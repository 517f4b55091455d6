package io.tidemark.projection.jdbc;

import io.tidemark.projection.Checkpoint;
import java.util.Optional;

/** A checkpoint as it is stored, and what is kept beside it. */
record StoredCheckpoint(Checkpoint checkpoint, String definition, Optional<String> error) {
  long position() {
    return checkpoint.position();
  }
}
