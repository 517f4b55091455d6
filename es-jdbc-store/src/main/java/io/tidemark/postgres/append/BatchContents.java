package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.Tag;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventQuery;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What the appends of a batch bring, to tell which others cannot travel with them. Of types and
 * tags it knows which there are but not which belong together, so it may send one away that could
 * have come along. Used by one thread.
 */
final class BatchContents {
  private final Set<UUID> ids = new HashSet<>();
  private final Set<String> types = new HashSet<>();
  private final Set<Tag> tags = new HashSet<>();

  void add(PendingAppend append) {
    for (AppendRequest request : append.requests()) {
      for (EventData event : request.events()) {
        ids.add(event.id());
        types.add(event.type());
        tags.addAll(event.tags());
      }
    }
  }

  /** Whether it has an event of an append, or maybe one that a condition of it forbids. */
  boolean excludes(PendingAppend append) {
    for (AppendRequest request : append.requests()) {
      if (request.condition().failIfEventsMatch().filter(this::mayMatch).isPresent()) {
        return true;
      }
      for (EventData event : request.events()) {
        if (ids.contains(event.id())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayMatch(EventQuery query) {
    return query.items().stream()
        .anyMatch(
            item ->
                tags.containsAll(item.tags())
                    && (item.types().isEmpty() || !Collections.disjoint(types, item.types())));
  }
}
