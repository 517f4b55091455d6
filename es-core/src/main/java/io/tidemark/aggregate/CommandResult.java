package io.tidemark.aggregate;

import io.tidemark.StreamId;

/**
 * What became of a command. Its events are durable.
 *
 * @param stream the stream it was executed on
 * @param version version of the stream after it
 * @param position position of its last event, to wait for before reading a read logic; 0 if it
 *     raised no event
 * @param eventCount how many events it raised
 * @param attempts how often it was decided because somebody else had appended first; 1 if nobody
 *     had
 */
public record CommandResult(
    StreamId stream, long version, long position, int eventCount, int attempts) {}
