package io.tidemark.dataflow;

import java.util.List;
import java.util.Optional;

/**
 * What the operators of a dataflow remember: for each operator, by its number, entries of groups,
 * ordered within their group by two numbers. Not thread-safe.
 *
 * <p>Not API.
 */
public interface OperatorState {
  /** Of an entry that is not waiting for anything. */
  long NEVER = Long.MAX_VALUE;

  /** The entry at this place, if there is one. */
  Optional<Entry> find(int operator, Tuple group, long at, long tie);

  /** Those of a group from one number through another, both included, in their order. */
  List<Entry> range(int operator, Tuple group, long from, long through);

  /** The last one of a group before a place, that place not included. */
  Optional<Entry> before(int operator, Tuple group, long at, long tie);

  /** The first one of a group after a place, that place not included. */
  Optional<Entry> after(int operator, Tuple group, long at, long tie);

  /**
   * Some of those of all groups that are due by a number, that number included; all others of them
   * are due as late as these or later. Asked again and again, until there is none.
   */
  List<Entry> due(int operator, long through);

  /** Puts an entry in the place of the one that is there, if any. */
  void put(Entry entry);

  /** Removes what is there, if anything is. */
  void remove(int operator, Tuple group, long at, long tie);

  /**
   * Says that this range of a group will be asked for, before the events of a batch are gone
   * through one by one; {@link #before} of its begin is then known too. Nothing depends on it but
   * the time it takes.
   */
  default void expect(int operator, Tuple group, long from, long through) {}

  /**
   * Says that the first entries of a group will be asked for, one by one from its begin, as {@link
   * #expect(int, Tuple, long, long)} does of a range.
   *
   * @param count how many of them, at least 1
   */
  default void expectFirst(int operator, Tuple group, int count) {}

  /**
   * One entry.
   *
   * @param operator whose
   * @param group of which group
   * @param at where in the group: a time in microseconds, a position or a number
   * @param tie which of those at one place
   * @param due when it waits to be looked at again; {@link #NEVER} if it does not
   * @param value what is remembered
   */
  record Entry(int operator, Tuple group, long at, long tie, long due, Tuple value) {}
}
