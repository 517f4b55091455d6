package io.tidemark.projection.postgres;

import io.tidemark.subscription.Checkpoint;
import java.util.Optional;

/** A checkpoint as it is stored, and what is kept beside it. */
public record StoredCheckpoint(Checkpoint checkpoint, String definition, Optional<String> error) {
  public long position() {
    return checkpoint.position();
  }
}
