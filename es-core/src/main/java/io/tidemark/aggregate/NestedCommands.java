package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.function.Supplier;

/**
 * Refuses a command within the decision of another on the same thread. A decision may be made more
 * than once, so it must have no effects; and two that wait for each other would wait for ever.
 */
final class NestedCommands {
  private static final ThreadLocal<StreamId> DECIDING = new ThreadLocal<>();

  private NestedCommands() {}

  static void refuse(StreamId stream) {
    StreamId deciding = DECIDING.get();
    if (deciding != null) {
      throw new IllegalStateException(
          "Cannot execute a command on %s: expected none to be deciding on this thread, actual one on %s"
              .formatted(stream, deciding));
    }
  }

  static <T> T during(StreamId stream, Supplier<T> decision) {
    DECIDING.set(stream);
    try {
      return decision.get();
    } finally {
      DECIDING.remove();
    }
  }
}
