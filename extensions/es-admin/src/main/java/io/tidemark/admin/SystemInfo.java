package io.tidemark.admin;

import io.tidemark.postgres.LogSizes;
import io.tidemark.postgres.OrderingLock;
import io.tidemark.postgres.ServerConnections;
import java.time.Instant;

/**
 * A system in figures, each as it was when it was asked for.
 *
 * @param time by the server's clock
 * @param log how far the log goes
 * @param growth how it grew lately
 * @param sizes how much room it takes
 * @param connections who is connected
 * @param orderingLock who appends at this moment, or keeps others from it
 * @param versions what runs
 */
public record SystemInfo(
    Instant time,
    LogSpan log,
    LogGrowth growth,
    LogSizes sizes,
    ServerConnections connections,
    OrderingLock orderingLock,
    Versions versions) {}
