package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.List;

/**
 * What aggregates and deciders differ in, for the loop that they share.
 *
 * @param <C> what is asked
 * @param <S> the state, mutable or not
 * @param <E> the events
 */
interface DecisionLogic<C, S, E> {

  /** The state of a stream without events. */
  S initial(StreamId stream);

  /**
   * The state after a stored event, which was decoded to any number of events; may be the same
   * object, changed.
   */
  S replay(S state, List<E> events, long version);

  /** What the command raises, and the state after that; throws what the command throws. */
  Decision<S, E> decide(C command, S state);

  /** Whether the state is still what it was after a decision on it has thrown. */
  boolean isUntouched(S state);

  /**
   * Events raised, and the state with them.
   *
   * @param <S> the state
   * @param <E> the events
   * @param events none if there was nothing to do
   * @param after the state with these events
   */
  record Decision<S, E>(List<E> events, S after) {}
}
