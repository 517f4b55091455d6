package io.tidemark.subscription;

import io.tidemark.RetryPolicy;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs projections, each on a thread of its own, so that one that fails or is slow holds up no
 * other. A projection that fails is tried again some times and then stops; it never skips an event.
 *
 * <p>Any number of processes may run the same projections. Each batch gets in exactly once. To
 * start a projection again that has stopped, make a new runner. Thread-safe.
 */
public final class SubscriptionRunner implements AutoCloseable {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final EventStore store;
  private final List<SubscriberWorker> workers;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  private SubscriptionRunner(EventStore store, List<SubscriberWorker> workers) {
    this.store = store;
    this.workers = workers;
  }

  /** Begins a runner of projections of this log. */
  public static Builder builder(EventStore store) {
    return new Builder(store);
  }

  /** Starts the threads. A second call does nothing. */
  public synchronized void start() {
    if (closed) {
      throw new IllegalStateException("Cannot start: expected an open runner, actual a closed one");
    }
    if (threads.isEmpty()) {
      for (SubscriberWorker worker : workers) {
        Thread thread = new Thread(worker, "projection-" + worker.name());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }
  }

  /**
   * Returns when every projection has reached the head that the log has now. Does the work on this
   * thread if the runner was not started.
   *
   * @throws SubscriberFailedException if one of them has stopped at an error
   */
  public void catchUp() {
    long head = store.head();
    if (!isStarted()) {
      workers.forEach(worker -> worker.runTo(head));
    }
    workers.forEach(worker -> worker.await(head));
  }

  /** How far each projection got, in the order in which they were added. */
  public List<SubscriberStatus> status() {
    long head = store.head();
    return workers.stream().map(worker -> worker.status(head)).toList();
  }

  /** Whether the threads of all projections are alive: those that have failed are not. */
  public synchronized boolean isAlive() {
    return !threads.isEmpty() && threads.stream().allMatch(Thread::isAlive);
  }

  /** Stops after the batches under way. */
  @Override
  public void close() {
    List<Thread> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(threads);
    }
    workers.forEach(SubscriberWorker::close);
    running.forEach(Thread::interrupt); // cuts a wait for events short
    running.forEach(SubscriptionRunner::join);
  }

  private synchronized boolean isStarted() {
    return !threads.isEmpty();
  }

  private static void join(Thread thread) {
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what a runner needs. */
  public static final class Builder {
    private final EventStore store;
    private final List<Subscriber> targets = new ArrayList<>();
    private RunnerOptions options = RunnerOptions.DEFAULT;

    private Builder(EventStore store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /** Runs this projection too. */
    public Builder add(Subscriber target) {
      targets.add(Objects.requireNonNull(target, "target"));
      return this;
    }

    /** At most this many events in one transaction; 5,000 unless told. */
    public Builder batchSize(int events) {
      options = options.withBatchSize(events);
      return this;
    }

    /** What to do about errors before a projection stops. */
    public Builder retry(RetryPolicy policy) {
      options = options.withRetry(policy);
      return this;
    }

    /** The runner; it does nothing yet. */
    public SubscriptionRunner build() {
      return new SubscriptionRunner(
          store,
          targets.stream().map(target -> new SubscriberWorker(store, target, options)).toList());
    }
  }
}
