package io.tidemark.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lock under which all appends of a log happen one after the other, at one moment.
 *
 * @param holder who has it; empty if it is free
 * @param waiting who waits for it, the longest first
 */
public record OrderingLock(Optional<Session> holder, List<Session> waiting) {
  /** Copies the list. */
  public OrderingLock {
    waiting = List.copyOf(waiting);
  }

  static OrderingLock of(List<Session> sessions) {
    return new OrderingLock(
        sessions.stream().filter(Session::holds).findFirst(),
        sessions.stream().filter(session -> !session.holds()).toList());
  }

  /**
   * One that holds the lock or waits for it.
   *
   * @param holds whether it holds it
   * @param processId of the process that serves it
   * @param user its role; empty if that is gone
   * @param application the name that its application gave, maybe empty
   * @param state what it does, for example {@code active} or {@code idle in transaction}; empty if
   *     the asking role may not see it
   * @param since of a holder, when its transaction began, so that it had the lock at that moment at
   *     the earliest; of one that waits, since when. Empty if the asking role may not see it, for
   *     which it needs {@code pg_read_all_stats}
   */
  public record Session(
      boolean holds,
      long processId,
      String user,
      String application,
      Optional<String> state,
      Optional<Instant> since) {}
}
