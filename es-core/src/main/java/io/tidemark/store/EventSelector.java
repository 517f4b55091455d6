package io.tidemark.store;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;

/**
 * Some events of one category: all of them, or those of some streams, or of some types. Immutable;
 * each method gives a changed copy.
 *
 * @param category events of streams in this category only
 * @param keys events of streams with these keys only; empty for all
 * @param types events of these types only, as they are stored; empty for all
 */
public record EventSelector(String category, Set<String> keys, Set<String> types) {
  /** Copies the sets. */
  public EventSelector {
    Objects.requireNonNull(category, "category");
    keys = Set.copyOf(keys);
    types = Set.copyOf(types);
  }

  /** All events of the streams in this category. */
  public static EventSelector ofCategory(String category) {
    return new EventSelector(category, Set.of(), Set.of());
  }

  /** All events of this stream. */
  public static EventSelector ofStream(StreamId stream) {
    return new EventSelector(stream.category(), Set.of(stream.key()), Set.of());
  }

  /** Only those of these types; none for all. */
  public EventSelector types(Set<String> names) {
    return new EventSelector(category, keys, names);
  }

  /** Whether it is all events of its category. */
  public boolean isWholeCategory() {
    return keys.isEmpty() && types.isEmpty();
  }

  /** Whether it selects this event. */
  public boolean includes(RecordedEvent event) {
    return category.equals(event.stream().category())
        && (keys.isEmpty() || keys.contains(event.stream().key()))
        && (types.isEmpty() || types.contains(event.type()));
  }

  /** Whether there can be events that both select. */
  public boolean overlaps(EventSelector other) {
    return category.equals(other.category)
        && canShare(keys, other.keys)
        && canShare(types, other.types);
  }

  private static boolean canShare(Set<String> some, Set<String> others) {
    return some.isEmpty() || others.isEmpty() || !Collections.disjoint(some, others);
  }
}
