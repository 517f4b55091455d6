package io.tidemark.handler;

import io.tidemark.store.EventStore;
import io.tidemark.subscription.Checkpoint;
import java.util.Objects;
import java.util.function.Supplier;

/** Which log, whose checkpoint, and where it begins the first time. */
record HandlerStart(
    String name, CheckpointStore checkpoints, EventStore store, Supplier<Checkpoint> first) {
  HandlerStart {
    Objects.requireNonNull(checkpoints, "checkpoints");
    Objects.requireNonNull(store, "store");
    if (name.isBlank() || name.length() > 200 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "Invalid name of a handler: expected 1 to 200 characters, not all of them blank and none a NUL, actual '%s'"
              .formatted(name.length() > 200 ? name.substring(0, 200) + "…" : name));
    }
  }
}
