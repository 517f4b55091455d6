package io.tidemark.postgres.read;

import io.tidemark.store.LogPlace;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The place to wait for the log to grow. Whoever waits believes only looks at the log, and one look
 * answers all who wait: it is due from time to time, and at once if appends of this process or
 * notifications of others tell of more than somebody who waits has. What is told is kept until the
 * next look begins and no longer: what was true of a log need not be true of the one that is there
 * after a failover, and anybody may send a notification.
 *
 * <p>The waiters themselves look, and while notifications are heard, whoever listens does so for
 * them, unless he is late; now and then one of them looks all the same. A look that hangs keeps
 * nobody else from the next one, and one that fails is the error of whoever took it: the others
 * look again. Thread-safe.
 */
final class HeadSignal {
  /** Between two looks while notifications are heard: then only what nobody tells of is late. */
  private static final Duration WHILE_HEARING = Duration.ofMillis(1_500);

  /** How much later than that the waiters look themselves. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /**
   * After what time one of the waiters looks himself, whatever whoever listens sees: his connection
   * is kept, and may still lead to where the database was once.
   */
  private static final Duration OWN_LOOK = Duration.ofSeconds(10);

  /** What nanoseconds can count, in a sum too. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Supplier<LogPlace> endOfLog;
  private final Duration pollInterval;
  private final Duration ownLook;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean hearing;
  private boolean atOnce = true;
  private int waiting;
  private long told;
  private long begun;
  private long begunAt = System.nanoTime();
  private long ownBegunAt = begunAt;
  private Look last = new Look(0, LogPlace.start());

  HeadSignal(Supplier<LogPlace> endOfLog, Duration pollInterval) {
    this(endOfLog, pollInterval, OWN_LOOK);
  }

  /**
   * With another time between own looks than every 10 s. For tests.
   *
   * @param ownLook not more often than the waiters would look without whoever listens
   */
  HeadSignal(Supplier<LogPlace> endOfLog, Duration pollInterval, Duration ownLook) {
    this.endOfLog = endOfLog;
    this.pollInterval = atMost(LONGEST, pollInterval);
    this.ownLook = ownLook;
  }

  private static Duration atMost(Duration most, Duration time) {
    return time.compareTo(most) < 0 ? time : most;
  }

  /**
   * A look that was taken.
   *
   * @param number the higher, the later it was begun
   * @param end what it saw
   */
  private record Look(long number, LogPlace end) {}

  /**
   * What somebody waits for.
   *
   * @param position through which it has the log
   * @param isMet whether an end of the log ends the wait
   */
  private record Wait(long position, Predicate<LogPlace> isMet) {}

  /** Somebody says that the log reaches this position: a reason to look. */
  void told(long position) {
    lock.lock();
    try {
      if (position > told) {
        told = position;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether notifications are heard from now on. What was sent before the change may be missed. */
  void hearing(boolean now) {
    lock.lock();
    try {
      if (now != hearing) {
        hearing = now;
        lookAtOnce();
      }
    } finally {
      lock.unlock();
    }
  }

  private void lookAtOnce() {
    atOnce = true;
    news.signalAll();
  }

  /** See {@link io.tidemark.store.EventStore#awaitBeyond}. */
  boolean awaitBeyond(long position, Duration timeout) {
    Wait wait = new Wait(position, end -> end.position() > position);
    return wait.isMet().test(look(beginOwn(), endOfLog))
        || await(wait, timeout)
        || (!Thread.currentThread().isInterrupted()
            && wait.isMet().test(look(beginOwn(), endOfLog)));
  }

  /** See {@link io.tidemark.store.EventStore#awaitNews}. */
  boolean awaitNews(LogPlace place, Duration timeout) {
    return await(new Wait(place.position(), end -> !end.equals(place)), timeout);
  }

  /** By looks alone that were begun after this was called. */
  private boolean await(Wait wait, Duration timeout) {
    long giveUpAt = System.nanoTime() + atMost(LONGEST, timeout).toNanos();
    lock.lock();
    try {
      waiting++;
      long before = begun;
      while (last.number() <= before || !wait.isMet().test(last.end())) {
        long now = System.nanoTime();
        boolean isOver = giveUpAt - now <= 0;
        // Who never waits long enough for a look takes those that are due all the same.
        if (isLookDue(wait, now) && (!isOver || begun == before)) {
          long number = beginOwn(); // with the lock, or others would find it due too
          unlocked(() -> look(number, endOfLog));
        } else if (isOver) {
          return false;
        } else {
          news.awaitNanos(Math.min(giveUpAt - now, interval().toNanos() - (now - begunAt)));
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** An earlier look may have seen less than the waiter has, so it is no more than a reason. */
  private boolean isLookDue(Wait wait, long now) {
    return isTimeToLook(interval(), now)
        || isTimeForOwnLook(now)
        || told > wait.position()
        || wait.isMet().test(last.end());
  }

  /** The looks of whoever listens wake those who wait, so they find out soon enough. */
  private boolean isTimeForOwnLook(long now) {
    return hearing && now - ownBegunAt >= Math.max(ownLook.toNanos(), interval().toNanos());
  }

  private boolean isTimeToLook(Duration interval, long now) {
    return atOnce || now - begunAt >= interval.toNanos();
  }

  private Duration interval() {
    return hearing ? whileHearing().plus(PATIENCE) : pollInterval;
  }

  private Duration whileHearing() {
    return pollInterval.compareTo(WHILE_HEARING) < 0 ? WHILE_HEARING : pollInterval;
  }

  /**
   * Whoever listens takes the look that is due, in his way, if there is one and somebody waits for
   * it.
   */
  void lookBesides(Supplier<LogPlace> endOfLog) {
    if (isDueForWhoListens()) {
      look(begin(), endOfLog);
    }
  }

  private boolean isDueForWhoListens() {
    lock.lock();
    try {
      return hearing && waiting > 0 && isTimeToLook(whileHearing(), System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private void unlocked(Runnable work) {
    lock.unlock();
    try {
      work.run();
    } finally {
      lock.lock();
    }
  }

  private LogPlace look(long number, Supplier<LogPlace> how) {
    try {
      LogPlace end = how.get();
      end(new Look(number, end));
      return end;
    } catch (RuntimeException | Error e) {
      failed();
      throw e;
    }
  }

  private long begin() {
    lock.lock();
    try {
      told = 0; // before the look, so that nothing told after it has begun is missed
      atOnce = false;
      begunAt = System.nanoTime();
      return ++begun;
    } finally {
      lock.unlock();
    }
  }

  /** One that does not go by the connection of whoever listens. */
  private long beginOwn() {
    lock.lock();
    try {
      long number = begin();
      ownBegunAt = begunAt;
      return number;
    } finally {
      lock.unlock();
    }
  }

  private void end(Look look) {
    lock.lock();
    try {
      if (look.number() > last.number()) {
        last = look;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed() {
    lock.lock();
    try {
      lookAtOnce();
    } finally {
      lock.unlock();
    }
  }
}
