package io.tidemark.history;

import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ReadModelSchema;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/**
 * Publishes changes of rows as they come. An engine; ask the repository of a read model. Immutable
 * and thread-safe.
 *
 * <p>Not API.
 */
public final class RowWatch<K, V> implements Flow.Publisher<RowUpdate<K, V>> {
  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final Predicate<V> wanted;

  /**
   * Of these rows.
   *
   * @throws IllegalArgumentException if the projection keeps no history, or may put events aside: a
   *     row that waits is then changed by events long passed
   */
  public RowWatch(ReadModelSchema schema, Projection<K, V> projection, Predicate<V> wanted) {
    this.schema = schema;
    this.projection = projection;
    this.wanted = wanted;
    if (!projection.hasHistory()) {
      throw new IllegalArgumentException(
          "Cannot watch %s: expected a projection with history, by which changes are known, actual one without"
              .formatted(projection.name()));
    }
    if (projection.hasState()) {
      throw new IllegalArgumentException(
          "Cannot watch %s: expected a projection whose events each change rows by themselves, actual one in which what an event does hangs on others"
              .formatted(projection.name()));
    }
    if (projection.failurePolicy() != FailurePolicy.STOP) {
      throw new IllegalArgumentException(
          "Cannot watch %s: expected a projection that stops at an event it cannot handle, actual policy %s"
              .formatted(projection.name(), projection.failurePolicy()));
    }
  }

  /** Each subscriber has a thread, which ends with its subscription. */
  @Override
  public void subscribe(Flow.Subscriber<? super RowUpdate<K, V>> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    WatchSubscription<RowUpdate<K, V>> subscription =
        new WatchSubscription<>(
            () -> new RowUpdates<>(schema, projection, wanted)::next, subscriber);
    Thread thread = new Thread(subscription, "tidemark-watch-" + projection.name());
    thread.setDaemon(true);
    thread.start();
  }
}
