package io.tidemark.postgres.append;

import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An append of which a listener is told: of each of its requests once at the beginning and once at
 * the end. Thread-safe.
 */
final class WatchedAppend {
  private final StoreListener listener;
  private final List<AppendRequest> requests;
  private final long startNanos = System.nanoTime();
  private final List<@Nullable Object> contexts = new ArrayList<>();
  private final AtomicBoolean finished = new AtomicBoolean();

  private WatchedAppend(StoreListener listener, List<AppendRequest> requests) {
    this.listener = listener;
    this.requests = requests;
    requests.forEach(request -> contexts.add(listener.appendStarted(request)));
  }

  /** Tells the listener that it begins; null if nobody listens. */
  static @Nullable WatchedAppend start(
      @Nullable StoreListener listener, List<AppendRequest> requests) {
    return listener == null ? null : new WatchedAppend(listener, requests);
  }

  /** What the listener gave. */
  List<@Nullable Object> contexts() {
    return contexts;
  }

  /** It is stored. */
  void succeeded(List<AppendResult> results) {
    finish(results, null);
  }

  /** The caller will be told this. */
  void failed(Throwable error) {
    finish(null, error);
  }

  private void finish(@Nullable List<AppendResult> results, @Nullable Throwable error) {
    if (finished.compareAndSet(false, true)) {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      for (int i = 0; i < requests.size(); i++) {
        AppendResult result = results == null ? null : results.get(i);
        listener.appendFinished(
            new FinishedAppend(requests.get(i), contexts.get(i), result, error, took));
      }
    }
  }
}
