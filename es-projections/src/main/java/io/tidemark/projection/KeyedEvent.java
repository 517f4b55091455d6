package io.tidemark.projection;

import io.tidemark.RecordedEvent;

/** An event, decoded, and the key of the row it changes. */
record KeyedEvent<E>(Object key, E event, RecordedEvent recorded) {}
