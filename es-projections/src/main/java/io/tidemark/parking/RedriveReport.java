package io.tidemark.parking;

/**
 * What came of a redrive.
 *
 * @param applied events that have changed their rows now
 * @param refused events that were refused again, one for each row that still waits because of it
 */
public record RedriveReport(long applied, long refused) {
  static final RedriveReport NONE = new RedriveReport(0, 0);

  RedriveReport plus(RedriveReport other) {
    return new RedriveReport(applied + other.applied, refused + other.refused);
  }
}
