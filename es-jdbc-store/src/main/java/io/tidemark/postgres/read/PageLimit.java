package io.tidemark.postgres.read;

/**
 * Where a page ends at the latest.
 *
 * @param events with this many events
 * @param octets with the event that brings it to this many octets of data and metadata
 */
record PageLimit(long events, long octets) {

  /** How large data may be that comes at once, and metadata, if all of them may come. */
  int share() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, 2 * octets / Math.max(1, events)));
  }
}
