package io.tidemark.aggregate;

import java.util.List;

/**
 * A decision as three pure functions over an immutable state.
 *
 * @param <C> what it is asked
 * @param <S> the state it decides on; immutable
 * @param <E> its events, usually a sealed interface
 */
public interface Decider<C, S, E> {

  /** The state before any event. */
  S initialState();

  /**
   * What happens when this is asked in this state: events, none if there is nothing to do, or an
   * exception if it must not be. May be called more than once for one command.
   */
  List<E> decide(C command, S state);

  /** The state after an event. Must not refuse: it has happened. */
  S evolve(S state, E event);
}
