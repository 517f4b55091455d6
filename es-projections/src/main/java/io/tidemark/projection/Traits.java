package io.tidemark.projection;

import java.util.Objects;
import java.util.Optional;

/**
 * What is said of a projection beside what it is made from. Immutable.
 *
 * @param policy what becomes of an event that it cannot handle
 * @param history whether its rows keep the positions between which they were valid
 * @param version the declared version of the definition
 * @param stages through which its rows follow, if they do not follow event by event
 */
record Traits<V>(
    FailurePolicy policy, boolean history, Optional<Integer> version, Optional<Stages<V>> stages) {
  static <V> Traits<V> none() {
    return new Traits<>(FailurePolicy.STOP, false, Optional.empty(), Optional.empty());
  }

  Traits<V> through(Stages<V> some) {
    return new Traits<>(policy, history, version, Optional.of(some));
  }

  Traits<V> withHistory() {
    return new Traits<>(policy, true, version, stages);
  }

  Traits<V> withVersion(int number) {
    return new Traits<>(policy, history, Optional.of(number), stages);
  }

  /** What an event does through stages hangs on all before it: none can be left for later. */
  Traits<V> onFailure(String projection, FailurePolicy other) {
    Objects.requireNonNull(other, "policy");
    if (stages.isPresent() && other != FailurePolicy.STOP) {
      throw new IllegalArgumentException(
          "Invalid policy of projection %s: expected %s, since what an event does there depends on all before it, actual %s"
              .formatted(projection, FailurePolicy.STOP, other));
    }
    return new Traits<>(other, history, version, stages);
  }
}
