package io.tidemark.subscription;

import io.tidemark.RetryableException;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one projection until it is closed or fails. */
final class SubscriberWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberWorker.class);
  private static final int LOST_RACE_MILLIS = 200;

  private final Subscriber target;
  private final RunnerOptions options;
  private final BatchStepper stepper;
  private final WorkerState state = new WorkerState();
  private final ThroughputMeter meter = new ThroughputMeter();
  private int failures;
  private boolean outlastsOutages = true;

  SubscriberWorker(EventStore store, Subscriber target, RunnerOptions options) {
    this.target = target;
    this.options = options;
    this.stepper = new BatchStepper(store, target, options.batchSize());
  }

  @Override
  public void run() {
    follow(Long.MAX_VALUE);
  }

  /**
   * Runs on this thread until the checkpoint is there, or it is closed or fails; somebody waits, so
   * it does not wait for ever for a database that is down.
   */
  void runTo(long position) {
    outlastsOutages = false;
    follow(position);
  }

  private void follow(long position) {
    state.begin();
    try {
      while (state.isRunning() && state.position() < position) {
        tryStep();
      }
    } finally {
      state.end();
    }
  }

  String name() {
    return target.name();
  }

  void close() {
    state.close();
  }

  /** Waits until the checkpoint is there. */
  void await(long position) {
    state.await(position);
    RuntimeException failure = state.failure();
    if (failure != null && state.position() < position) {
      throw new SubscriberFailedException(target.name(), failure);
    }
  }

  SubscriberStatus status(long head) {
    return new SubscriberStatus(
        target.name(),
        state.current(),
        Math.max(0, state.position()),
        Math.max(head, state.position()),
        meter.perSecond(),
        Optional.ofNullable(state.lastError()).map(SubscriberWorker::describe));
  }

  private void tryStep() {
    try {
      if (state.position() < 0) {
        state.opened(stepper.open().position());
        return;
      }
      Optional<Checkpoint> after = stepper.step(options.maxWait());
      if (after.isPresent()) {
        long passed = state.moved(after.get().position());
        failures = passed > 0 ? 0 : failures;
        meter.passed(passed);
      } else {
        // Another process has this projection in hand; two that keep racing only waste reads.
        state.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, LOST_RACE_MILLIS)));
      }
    } catch (RuntimeException e) {
      handle(e);
    }
  }

  /** A database that is down comes back; an event that cannot be handled seldom gets better. */
  private void handle(RuntimeException error) {
    if (!state.isRunning()) {
      return;
    }
    failures++;
    state.error(error);
    if (isFinal(error)) {
      LOG.error("Projection {} has stopped", target.name(), error);
      state.fail(error);
      keepError(error);
    } else {
      LOG.warn("Projection {} will try again: {}", target.name(), describe(error));
      state.pause(options.retry().delayBefore(failures + 1));
    }
  }

  private boolean isFinal(RuntimeException error) {
    boolean mayPass = error instanceof RetryableException && outlastsOutages;
    return error instanceof LogRewoundException
        || (!mayPass && failures >= options.retry().maxAttempts());
  }

  private void keepError(RuntimeException error) {
    try {
      target.failed(describe(error));
    } catch (RuntimeException e) {
      LOG.warn("Projection {} could not keep its error", target.name(), e);
    }
  }

  private static String describe(@Nullable Throwable error) {
    return error == null || error.getMessage() == null ? String.valueOf(error) : error.getMessage();
  }
}
