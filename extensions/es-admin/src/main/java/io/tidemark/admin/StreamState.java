package io.tidemark.admin;

import io.tidemark.StreamId;

/**
 * What the events of a stream add up to.
 *
 * @param stream the stream
 * @param version how many events were added up
 * @param state what its application shows of it
 */
public record StreamState(StreamId stream, long version, Object state) {}
