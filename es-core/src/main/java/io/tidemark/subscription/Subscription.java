package io.tidemark.subscription;

import io.tidemark.AsOf;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A continuous feed of the log: first what is there, then what comes. Both are the same reads, so
 * there is no seam between them, and because the log is an exact prefix in commit order nothing can
 * appear behind a position that was covered. Whoever reads sets the pace.
 *
 * <p>Each batch covers what its own read saw, and shows that it continues the one before: that the
 * same event still stands where that one ended.
 *
 * <p>Not thread-safe: one thread reads it.
 */
public final class Subscription {
  private static final int DEFAULT_BATCH_SIZE = 2_000;

  private final EventStore store;
  private final LogQuery query;
  private final String name;
  private LogPlace place;
  private boolean placeIsKnown;

  private Subscription(EventStore store, LogQuery query, String name) {
    this.store = Objects.requireNonNull(store, "store");
    this.query = query;
    this.name = name;
    this.place = new LogPlace(query.afterPosition(), Optional.empty());
    this.placeIsKnown = query.afterPosition() == 0;
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
    return new Subscription(store, query.limit(DEFAULT_BATCH_SIZE), "subscription");
  }

  /** The same feed from here, with at most this many events at a time. */
  public Subscription withBatchSize(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid batch size: expected at least 1, actual " + events);
    }
    return copy(query.limit(events), name);
  }

  /** The same feed from here, under the name of whoever follows: errors tell it. */
  public Subscription withName(String follower) {
    return copy(query, Objects.requireNonNull(follower, "follower"));
  }

  private Subscription copy(LogQuery changed, String follower) {
    Subscription copy = new Subscription(store, changed.after(place.position()), follower);
    copy.place = place;
    copy.placeIsKnown = placeIsKnown;
    return copy;
  }

  /** Position through which everything was handed out. */
  public long position() {
    return place.position();
  }

  /** Goes on after this place, forward or backward. */
  public void seek(LogPlace to) {
    place = Objects.requireNonNull(to, "to");
    placeIsKnown = true;
  }

  /**
   * The next events. Waits if there are none; it may return without events, and then has moved on
   * over events that are not of this subscription, or waited in vain.
   *
   * @throws LogRewoundException if the log ends before the place where this got to, or another
   *     event stands there
   */
  public EventBatch next(Duration wait) {
    boolean waits = !wait.isZero() && !wait.isNegative();
    if (waits && !store.awaitNews(place, wait)) {
      return EventBatch.none(place);
    }
    EventBatch batch = store.readBatch(query.after(place.position()));
    requireContinued(batch);
    seek(batch.upTo());
    return batch;
  }

  private void requireContinued(EventBatch batch) {
    boolean reaches = batch.upTo().position() >= place.position();
    if (reaches && (!placeIsKnown || batch.after().equals(place))) {
      return;
    }
    throw new LogRewoundException(
        name,
        reaches
            ? "expected %s, actual %s".formatted(place, batch.after())
            : "expected at least %d events, actual %d"
                .formatted(place.position(), batch.upTo().position()));
  }
}
