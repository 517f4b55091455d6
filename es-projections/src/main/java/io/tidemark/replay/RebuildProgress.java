package io.tidemark.replay;

import java.time.Duration;

/**
 * How far a rebuild got.
 *
 * @param position position through which the new rows are up to date
 * @param head head of the log, which it must reach; grows meanwhile, and never less than {@code
 *     position}
 * @param positionsPerSecond since this call began
 * @param resumedFrom where this call began; 0 unless an earlier one was cut off
 */
public record RebuildProgress(
    long position, long head, double positionsPerSecond, long resumedFrom) {
  /** How long it will take at this rate; zero if that cannot be said. */
  public Duration remaining() {
    double seconds = positionsPerSecond > 0 ? (head - position) / positionsPerSecond : 0;
    return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1_000));
  }
}
