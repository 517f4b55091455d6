package io.tidemark.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A log and how far it goes.
 *
 * @param logId which log it is
 * @param schema the schema it is in
 * @param head position of its last event, which is how many it has
 * @param first when its first event was stored; empty if it has none
 * @param last when its last event was stored; empty if it has none
 */
public record LogSpan(
    UUID logId, String schema, long head, Optional<Instant> first, Optional<Instant> last) {}
