package io.tidemark.postgres;

import io.tidemark.store.AppendBatch;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.PageKind;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a store told, and detaches the thread's trace while a batch is written. */
final class HeardStore implements StoreListener {
  /** Whose work the thread is doing, as a tracing library keeps it. */
  static final ThreadLocal<String> TRACE = new ThreadLocal<>();

  final Queue<FinishedAppend> finished = new ConcurrentLinkedQueue<>();
  final Queue<AppendBatch> batches = new ConcurrentLinkedQueue<>();
  final Queue<String> foreignTraces = new ConcurrentLinkedQueue<>();
  final Queue<Integer> retries = new ConcurrentLinkedQueue<>();
  final Queue<PageKind> pages = new ConcurrentLinkedQueue<>();
  final Queue<Duration> behind = new ConcurrentLinkedQueue<>();
  final AtomicInteger openScopes = new AtomicInteger();
  final AtomicInteger eventsRead = new AtomicInteger();
  private final boolean detaches;

  private HeardStore(boolean detaches) {
    this.detaches = detaches;
  }

  static HeardStore detaching() {
    return new HeardStore(true);
  }

  /** Leaves the caller's trace where it is, as it would be without batches of their own. */
  static HeardStore careless() {
    return new HeardStore(false);
  }

  @Override
  public Object appendStarted(AppendRequest request) {
    return request.stream() + " of " + TRACE.get();
  }

  @Override
  public void appendFinished(FinishedAppend append) {
    finished.add(append);
  }

  @Override
  public Scope batchStarted(AppendBatch batch) {
    batches.add(batch);
    openScopes.incrementAndGet();
    String callers = TRACE.get();
    if (detaches) {
      TRACE.remove();
    }
    return () -> {
      openScopes.decrementAndGet();
      if (callers != null) {
        TRACE.set(callers);
      }
    };
  }

  @Override
  public void retrying(int attempt, Throwable error) {
    retries.add(attempt);
  }

  @Override
  public void pageRead(PageKind kind, int events, Duration took) {
    pages.add(kind);
    eventsRead.addAndGet(events);
  }

  @Override
  public void clockBehind(Duration by) {
    behind.add(by);
  }

  /** In a hook: whether the trace of a caller is bound to the thread that writes for many. */
  void lookAtTrace() {
    String bound = TRACE.get();
    if (bound != null) {
      foreignTraces.add(bound);
    }
  }

  List<Object> contextsOfBatches() {
    return batches.stream().flatMap(batch -> batch.contexts().stream()).toList();
  }
}
