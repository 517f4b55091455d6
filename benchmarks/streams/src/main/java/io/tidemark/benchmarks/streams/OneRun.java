package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.streams.Contender.Run;
import io.tidemark.benchmarks.streams.peer.BareFold;
import java.util.Arrays;

/**
 * What one run of a contender came to.
 *
 * @param rows what it made; see {@link Rows#toString}
 */
record OneRun(int events, double seconds, String rows) {
  private static final double NANOS = 1e9;

  /** Has a contender do its work once. */
  static OneRun of(Contender contender, Workload work, Event[] all) throws Exception {
    Event[] events = some(all, contender.limit(work));
    Rows rows = new Rows();
    Run run = contender.prepare(work, events, rows);
    System.gc(); // so that nobody collects what was left by getting ready
    long from = System.nanoTime();
    run.run();
    double seconds = (System.nanoTime() - from) / NANOS;
    run.finish();
    return new OneRun(events.length, seconds, rows.toString());
  }

  /** What rows there should be. */
  static String expected(Workload work, Event[] all, int count) {
    Rows rows = new Rows();
    BareFold.fold(work, some(all, count), rows);
    return rows.toString();
  }

  private static Event[] some(Event[] all, int limit) {
    return limit < all.length ? Arrays.copyOf(all, limit) : all;
  }

  double perSecond() {
    return events / seconds;
  }

  /** As a line for another JVM. */
  String line() {
    return events + " " + seconds + " " + rows;
  }

  static OneRun parse(String line) {
    String[] parts = line.split(" ", -1);
    return new OneRun(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]), parts[2]);
  }
}
