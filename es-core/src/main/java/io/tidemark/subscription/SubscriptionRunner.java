package io.tidemark.subscription;

import io.tidemark.RetryPolicy;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs subscribers, each on a thread of its own, so that one that fails or is slow holds up no
 * other. A subscriber that fails is tried again some times and then stops; it never skips an event.
 *
 * <p>Any number of processes may run the same subscribers. Each batch gets in exactly once. To
 * start a subscriber again that has stopped, make a new runner. Thread-safe.
 */
public final class SubscriptionRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRunner.class);

  private final EventStore store;
  private final List<SubscriberWorker> single;
  private final List<GroupWorkers> groups;
  private final RunnerOptions options;
  private final Map<SubscriberWorker, Thread> threads = new LinkedHashMap<>();
  private final End ended = new End();
  private boolean started;
  private boolean closed;

  private SubscriptionRunner(
      EventStore store,
      List<SubscriberWorker> single,
      List<GroupWorkers> groups,
      RunnerOptions options) {
    this.store = store;
    this.single = single;
    this.groups = groups;
    this.options = options;
  }

  /** Begins a runner of subscribers of this log. */
  public static Builder builder(EventStore store) {
    return new Builder(store);
  }

  /**
   * Starts the threads. A second call does nothing. If a thread cannot be started, its subscriber
   * has failed, the others are started, and the error is thrown.
   *
   * @throws RuntimeException what a group throws that cannot take part; nothing was started then
   */
  public synchronized void start() {
    if (closed) {
      throw new IllegalStateException("Cannot start: expected an open runner, actual a closed one");
    }
    if (started) {
      return;
    }
    groups.forEach(GroupWorkers::join);
    started = true;
    groups.forEach(GroupWorkers::update);
    startThreads(workers());
    groups.forEach(this::watch);
  }

  private List<SubscriberWorker> workers() {
    List<SubscriberWorker> all = new ArrayList<>(single);
    groups.forEach(group -> all.addAll(group.workers()));
    return all;
  }

  private void startThreads(List<SubscriberWorker> workers) {
    Error refused = null;
    for (SubscriberWorker worker : workers) {
      try {
        start(worker);
      } catch (OutOfMemoryError e) { // what Java throws when the system gives no more threads
        LOG.error("Subscriber {} has no thread", worker.name(), e);
        worker.fail(e);
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private void start(SubscriberWorker worker) {
    Thread thread = options.threads().newThread(worker);
    thread.setName("subscriber-" + worker.title());
    thread.start();
    threads.put(worker, thread);
  }

  /** Members come and go while a group runs. */
  private void watch(GroupWorkers group) {
    Thread watcher = options.threads().newThread(() -> keepUpdated(group));
    watcher.setName("members-of-" + group.name());
    watcher.start();
  }

  private void keepUpdated(GroupWorkers group) {
    while (!ended.await(options.maxWait())) {
      try {
        synchronized (this) {
          if (!closed) {
            startThreads(group.update());
          }
        }
      } catch (RuntimeException | Error e) {
        LOG.error("Members of {} could not be updated", group.name(), e);
      }
    }
  }

  /**
   * Returns when every subscriber has reached the head that the log has now, however long it takes.
   * Does the work on this thread if the runner was not started.
   *
   * @throws SubscriberFailedException if one of them has stopped at an error
   * @throws NotCaughtUpException if the runner is closed meanwhile, or this thread interrupted
   * @throws IllegalStateException if called by a subscriber amid its work, which would wait for
   *     itself
   */
  public void catchUp() {
    catchUp(Deadline.FOR_EVER);
  }

  /**
   * Like {@link #catchUp()}, but waits no longer than told; a batch under way on this thread is
   * done first.
   *
   * @throws NotCaughtUpException also if the time is over
   */
  public void catchUp(Duration atMost) {
    for (SubscriberWorker worker : workers()) {
      if (worker.isDrivenByThisThread()) {
        throw new IllegalStateException(
            "Cannot catch up: expected a thread of the application, actual that of subscriber "
                + worker.name());
      }
    }
    Deadline deadline = Deadline.in(atMost);
    long head = store.head();
    if (!isStarted()) {
      groups.forEach(GroupWorkers::join);
      groups.forEach(GroupWorkers::update);
      workers().forEach(worker -> worker.runTo(head, deadline));
    }
    workers().forEach(worker -> worker.await(head, deadline));
  }

  /** How far each subscriber got, in the order in which they were added. */
  public List<SubscriberStatus> status() {
    long head = store.head();
    return workers().stream().map(worker -> worker.status(head)).toList();
  }

  /** Whether the threads of all subscribers are alive: those that have failed are not. */
  public synchronized boolean isAlive() {
    return started
        && workers().stream()
            .map(threads::get)
            .allMatch(thread -> thread != null && thread.isAlive());
  }

  /**
   * Stops after the batches under way, and waits for them for as long as {@link
   * Builder#closeTimeout} says; what still runs then is named in the log. May be called by a
   * subscriber amid its work, and then does not wait for that one.
   */
  @Override
  public void close() {
    List<Thread> others = new ArrayList<>();
    synchronized (this) {
      closed = true;
      threads.values().stream()
          .filter(thread -> thread != Thread.currentThread())
          .forEach(others::add);
    }
    ended.end();
    workers().forEach(SubscriberWorker::close);
    others.forEach(Thread::interrupt); // cuts a wait for events short
    Deadline deadline = Deadline.in(options.closeTimeout());
    for (SubscriberWorker worker : workers()) {
      if (!worker.awaitEnd(deadline)) {
        LOG.warn(
            "Subscriber {} is still at work; gave up waiting after {}",
            worker.name(),
            Thread.currentThread().isInterrupted() ? "an interrupt" : options.closeTimeout());
      }
    }
    others.forEach(thread -> join(thread, deadline));
    groups.forEach(GroupWorkers::leave);
  }

  private synchronized boolean isStarted() {
    return started;
  }

  private static void join(Thread thread, Deadline deadline) {
    try {
      thread.join(Math.max(1, deadline.left().toMillis())); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what a runner needs. */
  public static final class Builder {
    private final EventStore store;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<SubscriberGroup> groups = new ArrayList<>();
    private final List<SubscriptionListener> listeners = new ArrayList<>();
    private RunnerOptions options = RunnerOptions.DEFAULT;

    private Builder(EventStore store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /** Runs this subscriber too. */
    public Builder add(Subscriber subscriber) {
      subscribers.add(Objects.requireNonNull(subscriber, "subscriber"));
      return this;
    }

    /** Runs the members of this group too, as many as there are at any time. */
    public Builder add(SubscriberGroup group) {
      groups.add(Objects.requireNonNull(group, "group"));
      return this;
    }

    /** At most this many events in one batch; 5,000 unless told. */
    public Builder batchSize(int events) {
      options = options.withBatchSize(events);
      return this;
    }

    /** What to do about errors before a subscriber stops. */
    public Builder retry(RetryPolicy policy) {
      options = options.withRetry(Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** How long {@code close} waits for batches under way at most; 30 seconds unless told. */
    public Builder closeTimeout(Duration timeout) {
      options = options.withCloseTimeout(Objects.requireNonNull(timeout, "timeout"));
      return this;
    }

    /** Tells this one too what happens. */
    public Builder listener(SubscriptionListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /** Makes the threads; for tests. */
    Builder threads(ThreadFactory factory) {
      options = options.withThreads(factory);
      return this;
    }

    /** The runner; it does nothing yet. */
    public SubscriptionRunner build() {
      RunnerOptions chosen = options.withListener(SubscriptionListener.all(listeners));
      return new SubscriptionRunner(
          store,
          subscribers.stream().map(each -> new SubscriberWorker(store, each, chosen)).toList(),
          groups.stream().map(each -> new GroupWorkers(store, each, chosen)).toList(),
          chosen);
    }
  }
}
