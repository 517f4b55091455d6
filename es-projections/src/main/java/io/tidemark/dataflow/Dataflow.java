package io.tidemark.dataflow;

import java.time.Instant;
import java.util.List;

/**
 * A plan that is being carried out, event by event. Not thread-safe.
 *
 * <p>Not API.
 */
public interface Dataflow {
  /**
   * The rows that there are before the first event. Must be asked for before anything is applied;
   * over a state that has begun already it does nothing.
   *
   * @return as {@link #apply}; nothing over a state that has begun
   */
  List<Change> begin();

  /**
   * Tells the state which entries these events will ask for, as far as that is known: so that they
   * can be read at once. Changes nothing.
   */
  void expect(List<Input> events);

  /**
   * Carries the plan on over one event.
   *
   * @return what it does to the rows: each row once, those that come and go by the same event not
   *     at all; rows that go before those that come
   * @throws ArithmeticException if a sum overflows, or a time is too far away; the state must then
   *     be taken back to where it was before the event, as after any other exception
   * @throws IllegalStateException if {@link #begin} was not called, or the position is before that
   *     of an event or a tick that was told already
   */
  List<Change> apply(Input event);

  /**
   * Whether something waits that a {@link #tick} of this time would close; nothing does before
   * {@link #begin}. Changes nothing.
   *
   * @throws ArithmeticException if the time is more than 292,000 years away
   */
  boolean isDue(Instant time);

  /**
   * Lets time go on although no event comes: the watermark is that after an event of this time, and
   * by recorded time it is the time itself. Does nothing if it is that late already.
   *
   * @param position of the last event, which it comes after
   * @param time not before one of the events was recorded: none was since
   * @return as {@link #apply}
   * @throws ArithmeticException as {@link #isDue}
   * @throws IllegalStateException as {@link #apply}
   */
  List<Change> tick(long position, Instant time);

  /**
   * Carries it on to the end of time: all windows close. Nothing may follow.
   *
   * @return as {@link #apply}
   */
  List<Change> end();

  /**
   * What an event is to a dataflow.
   *
   * @param position in the log
   * @param movesTime whether it is one of the events that the plan names, by which its watermark
   *     goes on
   * @param told what the sources tell at it: changes of tables before rows of events
   */
  record Input(
      long position, Instant occurredAt, Instant recordedAt, boolean movesTime, List<Told> told) {}

  /**
   * What a source tells.
   *
   * @param source its number in the plan
   */
  record Told(int source, Change change) {}
}
