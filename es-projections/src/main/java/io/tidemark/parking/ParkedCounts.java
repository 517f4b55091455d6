package io.tidemark.parking;

import java.time.Instant;
import java.util.Optional;

/**
 * How much a projection has put aside. An event that would change several rows counts once for each
 * of those that it did not.
 *
 * @param keys rows that wait
 * @param parked events that wait to be redriven
 * @param skipped events that were passed over
 * @param discarded events that somebody has decided never to apply
 * @param since when the first of those that wait was put aside; empty if none waits
 */
public record ParkedCounts(
    long keys, long parked, long skipped, long discarded, Optional<Instant> since) {
  static final ParkedCounts NONE = new ParkedCounts(0, 0, 0, 0, Optional.empty());
}
