package io.tidemark.store;

import io.tidemark.StreamId;

/**
 * Where appended events went. The events of one append are neighbours in the log.
 *
 * @param stream the stream
 * @param firstVersion version of the first event
 * @param lastVersion version of the last event
 * @param firstPosition position of the first event
 * @param lastPosition position of the last event; wait for it to read your own write
 * @param alreadyAppended true if these event ids were stored before, by an earlier try, at these
 *     places
 */
public record AppendResult(
    StreamId stream,
    long firstVersion,
    long lastVersion,
    long firstPosition,
    long lastPosition,
    boolean alreadyAppended) {}
