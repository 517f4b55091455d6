package io.tidemark.postgres.append;

import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An append of which a listener is told: once at its beginning and once at its end. Thread-safe.
 */
final class WatchedAppend {
  private final StoreListener listener;
  private final AppendRequest request;
  private final long startNanos = System.nanoTime();
  private final @Nullable Object context;
  private final AtomicBoolean finished = new AtomicBoolean();

  private WatchedAppend(StoreListener listener, AppendRequest request) {
    this.listener = listener;
    this.request = request;
    this.context = listener.appendStarted(request);
  }

  /** Tells the listener that it begins; null if nobody listens. */
  static @Nullable WatchedAppend start(@Nullable StoreListener listener, AppendRequest request) {
    return listener == null ? null : new WatchedAppend(listener, request);
  }

  /** What the listener gave. */
  @Nullable Object context() {
    return context;
  }

  /** It is stored. */
  void succeeded(AppendResult result) {
    finish(result, null);
  }

  /** The caller will be told this. */
  void failed(Throwable error) {
    finish(null, error);
  }

  private void finish(@Nullable AppendResult result, @Nullable Throwable error) {
    if (finished.compareAndSet(false, true)) {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      listener.appendFinished(new FinishedAppend(request, context, result, error, took));
    }
  }
}
