package io.tidemark;

import java.util.Objects;

/**
 * A state and the version of the last event in it.
 *
 * @param <S> the state
 * @param state the state
 * @param version version of the last event folded into it; 0 if there is none
 */
public record Versioned<S>(S state, long version) {
  /** Null is refused. */
  public Versioned {
    Objects.requireNonNull(state, "state");
  }
}
