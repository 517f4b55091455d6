package io.tidemark.replay;

import java.time.Duration;

/**
 * What a rebuild would cost, estimated from samples of the log.
 *
 * @param positions how far the log goes
 * @param events how many of its events the projection reads: counted in a short log, else about;
 *     all if it is set-based
 * @param rows how many rows serve now
 * @param duration about how long it takes here with one worker, if the machine stays as busy as it
 *     is
 */
public record RebuildEstimate(long positions, long events, long rows, Duration duration) {}
