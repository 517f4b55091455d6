package io.tidemark.aggregate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a command returned, and what became of it.
 *
 * @param <T> what it returned
 * @param value from the decision that counts, if it was decided more than once; null only if the
 *     command returned null
 * @param result what became of it
 */
public record CommandAnswer<T>(@Nullable T value, CommandResult result) {
  /** There is always a result. */
  public CommandAnswer {
    Objects.requireNonNull(result, "result");
  }
}
