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
 * @param reactions what is done because of its steps, if anything is
 */
record Traits<K, V>(
    FailurePolicy policy,
    boolean history,
    Optional<Integer> version,
    Optional<Stages<V>> stages,
    Optional<RowStep.Reacting<K, V>> reactions) {
  static <K, V> Traits<K, V> none() {
    return new Traits<>(
        FailurePolicy.STOP, false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Traits<K, V> through(Stages<V> some) {
    return new Traits<>(policy, history, version, Optional.of(some), reactions);
  }

  Traits<K, V> withHistory() {
    return new Traits<>(policy, true, version, stages, reactions);
  }

  Traits<K, V> withVersion(int number) {
    return new Traits<>(policy, history, Optional.of(number), stages, reactions);
  }

  Traits<K, V> reacting(String projection, RowStep.Reacting<K, V> some) {
    requireNoneWaits(projection, policy);
    return new Traits<>(policy, history, version, stages, Optional.of(some));
  }

  /** What an event that has waited does to its row is done at another place of the log. */
  private static void requireNoneWaits(String projection, FailurePolicy policy) {
    if (policy == FailurePolicy.PARK) {
      throw new IllegalArgumentException(
          "Invalid policy of projection %s: expected %s or %s, since its rows are reacted to in the order of the log, actual %s"
              .formatted(projection, FailurePolicy.STOP, FailurePolicy.SKIP, policy));
    }
  }

  /** What an event does through stages hangs on all before it: none can be left for later. */
  Traits<K, V> onFailure(String projection, FailurePolicy other) {
    Objects.requireNonNull(other, "policy");
    if (reactions.isPresent()) {
      requireNoneWaits(projection, other);
    }
    if (stages.isPresent() && other != FailurePolicy.STOP) {
      throw new IllegalArgumentException(
          "Invalid policy of projection %s: expected %s, since what an event does there depends on all before it, actual %s"
              .formatted(projection, FailurePolicy.STOP, other));
    }
    return new Traits<>(other, history, version, stages, reactions);
  }
}
