package io.tidemark.sql.query;

import java.time.Instant;

/**
 * A statement that runs under a name.
 *
 * @param name also that of the table with its rows
 * @param statement as it was given: {@code CREATE VIEW ...}
 * @param createdAt when it was created
 */
public record SqlQuery(String name, String statement, Instant createdAt) {}
