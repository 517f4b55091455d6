package io.tidemark.subscription;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A continuous feed of the log: first what is there, then what comes. Both are the same reads, so
 * there is no seam between them, and because the log is an exact prefix in commit order nothing can
 * appear behind a position that was covered. Whoever reads sets the pace.
 *
 * <p>Not thread-safe: one thread reads it.
 */
public final class Subscription {
  private static final int DEFAULT_BATCH_SIZE = 2_000;
  private static final long MAX_BATCH_CHARACTERS = 8_000_000;

  private final EventStore store;
  private final LogQuery query;
  private final int batchSize;
  private long checkpoint;

  private Subscription(EventStore store, LogQuery query, int batchSize) {
    this.store = Objects.requireNonNull(store, "store");
    this.query = query;
    this.batchSize = batchSize;
    this.checkpoint = query.afterPosition();
  }

  /**
   * Feeds the events of a query, beginning after its position.
   *
   * @throws IllegalArgumentException if the query ends at a point or has a limit
   */
  public static Subscription of(EventStore store, LogQuery query) {
    if (!query.until().equals(AsOf.latest()) || query.limit() != Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid subscription: expected a query without an end, actual " + query);
    }
    return new Subscription(store, query, DEFAULT_BATCH_SIZE);
  }

  /** The same feed from here, with at most this many events at a time. */
  public Subscription batchSize(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid batch size: expected at least 1, actual " + events);
    }
    return new Subscription(store, query.after(checkpoint), events);
  }

  /** Position through which everything was handed out. */
  public long checkpoint() {
    return checkpoint;
  }

  /** Goes on after this position, forward or backward. */
  public void seek(long position) {
    checkpoint = position;
  }

  /**
   * The next events. Waits if there are none; it may return without events, and then has moved on
   * over events that are not of this subscription, or waited in vain.
   */
  public EventBatch next(Duration wait) {
    long head = store.awaitBeyond(checkpoint, wait);
    if (head <= checkpoint) {
      return new EventBatch(List.of(), checkpoint);
    }
    EventBatch batch = read(head);
    checkpoint = batch.upTo();
    return batch;
  }

  private EventBatch read(long head) {
    LogQuery next = query.after(checkpoint).until(AsOf.position(head)).limit(batchSize);
    List<RecordedEvent> events = new ArrayList<>();
    long characters = 0;
    try (Stream<RecordedEvent> stream = store.readAll(next)) {
      for (Iterator<RecordedEvent> rest = stream.iterator(); rest.hasNext(); ) {
        RecordedEvent event = rest.next();
        events.add(event);
        characters += event.data().length();
        if (events.size() == batchSize || characters >= MAX_BATCH_CHARACTERS) {
          return new EventBatch(events, event.position());
        }
      }
    }
    return new EventBatch(events, head);
  }
}
