package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.LogQuery;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, wherever they stand. Immutable; each method gives a changed copy.
 *
 * @param stream of this stream only; null for all
 * @param categories of streams in these categories only; empty for all
 * @param types of these types only; empty for all
 * @param correlationId only what one request caused, by the correlation id in the metadata; null
 *     for all
 */
public record EventFilter(
    @Nullable StreamId stream,
    Set<String> categories,
    Set<String> types,
    @Nullable String correlationId) {
  private static final EventFilter ALL = new EventFilter(null, Set.of(), Set.of(), null);

  /** Copies the sets. */
  public EventFilter {
    categories = Set.copyOf(categories);
    types = Set.copyOf(types);
  }

  /** All events. */
  public static EventFilter all() {
    return ALL;
  }

  /** Only those of one stream. */
  public EventFilter ofStream(@Nullable StreamId only) {
    return new EventFilter(only, categories, types, correlationId);
  }

  /** Only those of streams in these categories; none for all. */
  public EventFilter categories(Set<String> names) {
    return new EventFilter(stream, names, types, correlationId);
  }

  /** Only those of these types; none for all. */
  public EventFilter types(Set<String> names) {
    return new EventFilter(stream, categories, names, correlationId);
  }

  /** Only those with this correlation id. */
  public EventFilter correlatedBy(@Nullable String id) {
    return new EventFilter(stream, categories, types, id);
  }

  /** Whether this event is wanted. */
  boolean matches(RecordedEvent event) {
    return (stream == null || stream.equals(event.stream()))
        && (categories.isEmpty() || categories.contains(event.stream().category()))
        && (types.isEmpty() || types.contains(event.type()))
        && (correlationId == null
            || event.metadata().correlationId().filter(correlationId::equals).isPresent());
  }

  /** Reads all that is wanted, and maybe more. */
  LogQuery query() {
    Set<String> wanted = stream == null ? categories : Set.of(stream.category());
    return LogQuery.all().categories(wanted).types(types);
  }
}
