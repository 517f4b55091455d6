package io.tidemark.dataflow.time;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By which time a definition goes on, and when its rows are there. Immutable and thread-safe.
 *
 * @param whose it is, for messages
 * @param clock by which time events are in windows and matches, and these close
 * @param emission when the rows of these are there
 * @param delay how far the watermark stays behind the latest event
 * @param maxAhead how far an event may be ahead of the time at which it was recorded; one that is
 *     further moves the watermark no further
 * @param idle how long none of its events must have been recorded for time to go on by the clock,
 *     so much behind it; empty if it goes on with events only
 */
public record Clocking(
    String whose,
    Clock clock,
    Emission emission,
    Duration delay,
    Duration maxAhead,
    Optional<Duration> idle) {
  private static final Duration AHEAD = Duration.ofHours(1);

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one of them is negative, longer than {@link
   *     Micros#LONGEST}, or no whole number of microseconds; or if the idle time is less than a
   *     millisecond
   */
  public Clocking {
    Micros.notNegative("delay of " + whose, delay);
    Micros.notNegative("time ahead of " + whose, maxAhead);
    idle.ifPresent(quiet -> requireIdle("idle time of " + whose, quiet));
  }

  private static void requireIdle(String name, Duration quiet) {
    if (quiet.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least 1 ms, actual %s".formatted(name, quiet));
    }
    Micros.whole(name, quiet);
  }

  /**
   * By the time at which events happened, with rows that are there at once, and with events that
   * are at most an hour ahead.
   *
   * @param whose it is, for messages
   */
  public static Clocking of(String whose) {
    return new Clocking(
        whose, Clock.EVENT_TIME, Emission.ALWAYS, Duration.ZERO, AHEAD, Optional.empty());
  }

  /** The same by the time at which events were recorded. */
  public Clocking byRecordedTime() {
    return new Clocking(whose, Clock.RECORDED_TIME, emission, delay, maxAhead, idle);
  }

  /** The same with rows that are there at once. */
  public Clocking atOnce() {
    return new Clocking(whose, clock, Emission.ALWAYS, Duration.ZERO, maxAhead, idle);
  }

  /** The same with rows that are there once what they are of has closed, so much later. */
  public Clocking whenClosed(Duration after) {
    return new Clocking(whose, clock, Emission.CLOSED, after, maxAhead, idle);
  }

  /** The same with events that may be so much ahead. */
  public Clocking withMaxAhead(Duration longest) {
    return new Clocking(whose, clock, emission, delay, longest, idle);
  }

  /** The same whose time goes on by the clock when it was quiet for so long. */
  public Clocking idleAfter(Duration quiet) {
    return new Clocking(whose, clock, emission, delay, maxAhead, Optional.of(quiet));
  }

  /**
   * Refuses an idle time that would do nothing.
   *
   * @param waiting when rows are there
   * @param expected rows that wait, in words
   * @throws IllegalArgumentException if there is an idle time and they are there at once
   */
  public void requireUseOfIdle(Emission waiting, String expected) {
    if (idle.isPresent() && waiting == Emission.ALWAYS) {
      throw new IllegalArgumentException(
          "Invalid idle time of %s: expected %s, actual rows that are there at once"
              .formatted(whose, expected));
    }
  }

  /** Whether it is the time at which events were recorded. */
  public boolean isByRecordedTime() {
    return clock == Clock.RECORDED_TIME;
  }

  /** The time of an event. */
  public Instant timeOf(RecordedEvent recorded) {
    return isByRecordedTime() ? recorded.recordedAt() : recorded.occurredAt();
  }

  /**
   * In words: one by which other rows follow has other words.
   *
   * @param isWatched whether rows hang on the watermark
   */
  public String inWords(boolean isWatched) {
    StringBuilder words = new StringBuilder(isByRecordedTime() ? " of recorded time" : "");
    if (emission == Emission.CLOSED) {
      words.append(" closed ").append(delay).append(" later");
    }
    if (isWatched && !maxAhead.equals(AHEAD)) {
      words.append(" by events at most ").append(maxAhead).append(" ahead");
    }
    return words.toString();
  }
}
