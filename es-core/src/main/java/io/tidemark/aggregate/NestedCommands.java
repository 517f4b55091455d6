package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a command within the decision of another on the same thread. A decision may be made more
 * than once, so it must have no effects; and two that wait for each other would wait for ever.
 */
final class NestedCommands {
  private static final ThreadLocal<NestedCommands> OF_THREAD =
      ThreadLocal.withInitial(NestedCommands::new);

  private @Nullable StreamId deciding;

  private NestedCommands() {}

  static void refuse(StreamId stream) {
    StreamId deciding = OF_THREAD.get().deciding;
    if (deciding != null) {
      throw new IllegalStateException(
          "Cannot execute a command on %s: expected none to be deciding on this thread, actual one on %s"
              .formatted(stream, deciding));
    }
  }

  static <T> T during(StreamId stream, Supplier<T> decision) {
    NestedCommands thread = OF_THREAD.get();
    thread.deciding = stream;
    try {
      return decision.get();
    } finally {
      thread.deciding = null; // no call, which could fail where the stack ends
    }
  }
}
