package io.tidemark.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store tells whoever watches it, for meters and traces. Called on the threads that do the
 * work, never under the ordering lock of the log: be quick. What it throws is caught and logged
 * once, and changes nothing. Thread-safe.
 *
 * <p>Appends of many callers travel together, and the thread that writes them may be that of one of
 * the callers. So a batch is an operation of its own, that belongs to none of them: see {@link
 * #batchStarted}.
 */
public interface StoreListener {
  /** All of these, one after the other, each shielded from what the others throw. */
  static StoreListener all(List<StoreListener> listeners) {
    return new ShieldedStoreListeners(listeners);
  }

  /**
   * Somebody appends. On the caller's thread, before anything else is done: the moment to take the
   * time, and what the thread is bound to.
   *
   * @return handed back when the append is finished and when its batch is written; may be null
   */
  default @Nullable Object appendStarted(AppendRequest request) {
    return null;
  }

  /**
   * An append is over, however it ended. Once for each that was started: on the caller's thread, or
   * for {@code appendAsync} on the thread that is about to complete the promise.
   */
  default void appendFinished(FinishedAppend append) {}

  /**
   * Appends of one caller or many are about to be sent, on this thread, which may be that of one of
   * the callers. Until the scope is closed, on this thread too and after the commit or the failure,
   * the thread works for all: detach here what it is bound to, and bind it again in {@code close}.
   *
   * <p>An append whose batch is refused is sent again within the same scope. If an Error ends the
   * scope, another thread takes the rest over, in a scope of its own.
   *
   * @return closed at the end; null if there is nothing to close
   */
  default @Nullable Scope batchStarted(AppendBatch batch) {
    return null;
  }

  /**
   * A batch got no answer, so its outcome is unknown; it will be sent again. Within its scope.
   *
   * @param attempt how many attempts got none, from 1
   */
  default void retrying(int attempt, Throwable error) {}

  /**
   * A page of events was read. If a hook read it, within an append that others wait for, this is
   * called soon after on a thread of its own.
   *
   * @param events how many events it has; may be 0
   * @param took from asking the database to having them in memory
   */
  default void pageRead(PageKind kind, int events, Duration took) {}

  /**
   * The server's clock is more than a second behind the time of the log, so events are recorded
   * ahead of it until it has caught up. Looked at when the store opens, and at most once a minute
   * after an append.
   *
   * @param by how far it is behind the newest event
   */
  default void clockBehind(Duration by) {}

  /** Something that ends. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    /** Ends it, on the thread on which it began. */
    @Override
    void close();
  }
}
