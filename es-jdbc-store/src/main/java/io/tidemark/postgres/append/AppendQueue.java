package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.Tag;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Appends that wait, in the order they came. Not thread-safe: {@link GroupCommit} locks it. */
final class AppendQueue {
  private final Limits limits;
  private final ArrayDeque<PendingAppend> appends = new ArrayDeque<>();
  private long characters;

  /**
   * How much may wait and how much may travel together. Characters are those of data and metadata.
   *
   * @param queuedAppends appends that may wait before callers are held back
   * @param queuedCharacters characters that may wait before callers are held back
   * @param batchEvents events after which a batch is full
   * @param batchCharacters characters after which a batch is full
   */
  record Limits(int queuedAppends, long queuedCharacters, int batchEvents, long batchCharacters) {}

  AppendQueue(Limits limits) {
    this.limits = limits;
  }

  boolean isFull() {
    return appends.size() >= limits.queuedAppends() || characters >= limits.queuedCharacters();
  }

  boolean isEmpty() {
    return appends.isEmpty();
  }

  int size() {
    return appends.size();
  }

  void add(PendingAppend append) {
    appends.add(append);
    characters += append.characters();
  }

  /** Takes as many as fit into a batch. */
  List<PendingAppend> takeBatch() {
    List<PendingAppend> batch = firstOnes();
    for (PendingAppend append : batch) {
      appends.remove();
      characters -= append.characters();
    }
    return batch;
  }

  /**
   * As many as fit. An event that is in the batch already ends it, and so does a condition that one
   * of its events may not meet: the database looks up once per batch which ids are stored and which
   * events are forbidden, in what was stored before.
   */
  private List<PendingAppend> firstOnes() {
    List<PendingAppend> batch = new ArrayList<>();
    Contents contents = new Contents();
    int events = 0;
    long sum = 0;
    for (PendingAppend append : appends) {
      if (events >= limits.batchEvents()
          || sum >= limits.batchCharacters()
          || (!batch.isEmpty() && contents.excludes(append))) {
        break;
      }
      batch.add(append);
      if (appends.size() > 1) {
        contents.add(append);
      }
      events += append.events().size();
      sum += append.characters();
    }
    return batch;
  }

  /** For whoever is told that there is no room. */
  @Override
  public String toString() {
    return "%d appends of %d characters".formatted(appends.size(), characters);
  }

  /**
   * What the appends of a batch bring, to tell which others cannot travel with them. Of types and
   * tags it knows which there are but not which belong together, so it may send one away that could
   * have come along.
   */
  private static final class Contents {
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
}
