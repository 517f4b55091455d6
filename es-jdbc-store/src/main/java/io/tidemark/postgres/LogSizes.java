package io.tidemark.postgres;

/**
 * How much room a log takes, in bytes.
 *
 * @param events its events, without their indexes
 * @param indexes the indexes on the events
 * @param snapshots the snapshots beside it, with their index
 * @param others the other tables of its schema with their indexes: read models, checkpoints
 * @param database the whole database
 */
public record LogSizes(long events, long indexes, long snapshots, long others, long database) {}
