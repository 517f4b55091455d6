package io.tidemark.admin;

import java.util.Optional;

/**
 * What runs.
 *
 * @param schema the newest migration of the log's schema; empty if it was made by other means
 * @param library of Tidemark; empty if it is not packaged
 * @param server of PostgreSQL
 * @param java of this process
 */
public record Versions(
    Optional<String> schema, Optional<String> library, String server, String java) {}
