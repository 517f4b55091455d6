package io.tidemark.benchmarks.streams;

/** What is made of the events: for each key the number of events and the sum of their amounts. */
public enum Workload {
  /** Per minute. A row is told as key, begin, count, sum. */
  T1("tumbling, 1 minute"),
  /** Per five minutes, each minute. A row is told as key, begin, count, sum. */
  T2("hopping, 5 minutes each minute"),
  /**
   * At each event, over those of the five minutes up to it: those exactly so old, and all of the
   * same time, are in. A row is told as key, time, count, sum.
   */
  T3("sliding, 5 minutes, a row per event"),
  /** At each event, over the last ten of the log. A row is told as key, time, count, sum. */
  T4("sliding, 10 events, a row per event"),
  /** Per hundred in the order of the log, full ones only. A row is told as key, 0, count, sum. */
  T5("batches of 100 events"),
  /** Per session: events half a minute apart are in one. Told as key, begin, count, sum. */
  T6("sessions, gap of 30 seconds");

  /** In milliseconds. */
  public static final long MINUTE = 60_000;

  /** In milliseconds. */
  public static final long RANGE = 300_000;

  /** In milliseconds. */
  public static final long GAP = 30_000;

  public static final int ROWS = 10;
  public static final int BATCH = 100;

  private final String title;

  Workload(String title) {
    this.title = title;
  }

  /** In words. */
  public String title() {
    return title;
  }

  /** Whether there is a row for each event. */
  public boolean isPerEvent() {
    return this == T3 || this == T4;
  }

  /** Whether it goes by the time of the events, not by their order. */
  public boolean isByTime() {
    return this != T4 && this != T5;
  }
}
