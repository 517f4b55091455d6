package io.tidemark.subscription;

import java.time.Duration;

/**
 * What a subscriber has just done.
 *
 * @param subscriber its name
 * @param from position of the checkpoint before
 * @param to position of the checkpoint after; the positions in between may be of others' events
 * @param events how many events there were for it
 * @param took from when the batch was there to when its checkpoint was kept
 */
public record AppliedBatch(String subscriber, long from, long to, int events, Duration took) {}
