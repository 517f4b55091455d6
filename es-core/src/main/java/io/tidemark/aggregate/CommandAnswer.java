package io.tidemark.aggregate;

import java.util.Objects;

/**
 * What a command returned, and what became of it.
 *
 * @param <T> what it returned
 * @param value from the decision that counts, if it was decided more than once
 * @param result what became of it
 */
public record CommandAnswer<T>(T value, CommandResult result) {
  /** Nulls are refused. */
  public CommandAnswer {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(result, "result");
  }
}
