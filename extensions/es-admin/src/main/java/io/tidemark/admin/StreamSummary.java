package io.tidemark.admin;

import io.tidemark.StreamId;

/**
 * A stream and how far it goes.
 *
 * @param stream the stream
 * @param version the version of its last event, which is how many events it has
 * @param position where that event is in the log
 */
public record StreamSummary(StreamId stream, long version, long position) {}
