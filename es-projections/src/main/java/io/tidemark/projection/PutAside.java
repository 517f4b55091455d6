package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.Optional;

/**
 * An event that was put aside for one row instead of changing it, once however many changes of that
 * row it makes.
 *
 * <p>Not API.
 *
 * @param key of the row
 * @param event that was put aside
 * @param error why; empty if it only waits behind another one
 * @param isWaiting whether it and all later ones of the row wait; else it is skipped
 * @param isDecoded whether it could be decoded
 */
public record PutAside<K>(
    K key, RecordedEvent event, Optional<String> error, boolean isWaiting, boolean isDecoded) {}
