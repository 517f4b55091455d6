package io.tidemark.store;

import static java.util.stream.Collectors.joining;

import io.tidemark.RecordedEvent;
import io.tidemark.Tag;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which events a decision is made on, by their types and tags, over all streams. An event matches
 * if it matches at least one item. Immutable.
 *
 * <p>The words are those of <a href="https://dcb.events/specification/">dcb.events</a>.
 *
 * @param items at least one
 */
public record EventQuery(Set<Item> items) {
  /**
   * @throws IllegalArgumentException if there are no items
   */
  public EventQuery {
    items = Set.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid query of events: expected at least one item, actual none");
    }
  }

  /** Events that match one of these items. */
  public static EventQuery of(Item... items) {
    return new EventQuery(Set.of(items));
  }

  /** Events of any type that have all these tags. */
  public static Item tagged(Tag... tags) {
    return new Item(Set.of(), Set.of(tags));
  }

  /** Events of one of these types, as they are stored. */
  public static Item ofTypes(String... types) {
    return new Item(Set.of(types), Set.of());
  }

  /** Events that match this query or another. */
  public EventQuery or(EventQuery other) {
    Set<Item> all = new LinkedHashSet<>(items);
    all.addAll(other.items);
    return new EventQuery(all);
  }

  /** Whether an event matches. */
  public boolean matches(RecordedEvent event) {
    return matches(event.type(), event.tags());
  }

  /** Whether an event of this type with these tags matches. */
  public boolean matches(String type, Set<Tag> tags) {
    return items.stream().anyMatch(item -> item.matches(type, tags));
  }

  @Override
  public String toString() {
    return items.stream().map(Item::toString).sorted().collect(joining(" or "));
  }

  /**
   * Events that have one of some types and all of some tags.
   *
   * @param types as they are stored; empty for all types
   * @param tags empty for any or none
   */
  public record Item(Set<String> types, Set<Tag> tags) {
    /**
     * @throws IllegalArgumentException if it has neither types nor tags
     */
    public Item {
      types = Set.copyOf(types);
      tags = Set.copyOf(tags);
      if (types.isEmpty() && tags.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid item of a query: expected types or tags, actual neither");
      }
    }

    /** Only events of one of these types, as they are stored. */
    public Item types(String... names) {
      return new Item(Set.of(names), tags);
    }

    /** This item alone as a query. */
    public EventQuery asQuery() {
      return EventQuery.of(this);
    }

    private boolean matches(String type, Set<Tag> eventTags) {
      Objects.requireNonNull(type, "type");
      return (types.isEmpty() || types.contains(type)) && eventTags.containsAll(tags);
    }

    @Override
    public String toString() {
      String ofTypes = types.stream().sorted().collect(joining(" or "));
      String ofTags = tags.stream().map(Tag::text).sorted().collect(joining(" and "));
      if (ofTags.isEmpty()) {
        return "(" + ofTypes + ")";
      }
      return "(%s tagged %s)".formatted(ofTypes.isEmpty() ? "any" : ofTypes, ofTags);
    }
  }
}
