package io.tidemark.subscription;

import io.tidemark.RetryableException;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one subscriber until it is closed or fails, on one thread at a time. */
final class SubscriberWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberWorker.class);
  private static final int LOST_RACE_MILLIS = 200;

  private final Subscriber subscriber;
  private final RunnerOptions options;
  private final BatchStepper stepper;
  private final WorkerState state = new WorkerState();
  private final ThroughputMeter meter = new ThroughputMeter();
  private int failures;
  private boolean outlastsOutages;

  SubscriberWorker(EventStore store, Subscriber subscriber, RunnerOptions options) {
    this.subscriber = subscriber;
    this.options = options;
    this.stepper = new BatchStepper(store, subscriber, options.batchSize());
  }

  /**
   * On a thread of its own: until it is closed or fails, however often the thread is interrupted.
   */
  @Override
  public void run() {
    while (!state.begin(Deadline.FOR_EVER)) {
      if (!state.isRunning()) {
        return;
      }
      Thread.interrupted(); // somebody who waits drives it still, and only close() ends that wait
    }
    outlastsOutages = true;
    stepper.forget();
    drive(
        () -> state.isRunning() && !(Thread.interrupted() && state.isClosed()),
        Deadline.in(Deadline.FOR_EVER));
  }

  /**
   * On the thread of somebody who waits: until the checkpoint is there, or it is closed or fails,
   * or the wait is over. So it does not wait for ever for a database that is down.
   */
  void runTo(long position, Deadline deadline) {
    if (state.begin(deadline.left())) {
      outlastsOutages = false;
      stepper.forget();
      drive(
          () ->
              state.isRunning()
                  && state.position() < position
                  && !deadline.hasPassed()
                  && !Thread.currentThread().isInterrupted(),
          deadline);
    }
  }

  /** Whatever ends it, whoever waits or asks is told: a thread must not die in silence. */
  private void drive(BooleanSupplier goesOn, Deadline deadline) {
    try {
      while (goesOn.getAsBoolean()) {
        tryStep(deadline);
      }
    } catch (Throwable broken) {
      state.fail(broken);
      LOG.error("Subscriber {} has stopped", subscriber.name(), broken);
    } finally {
      release();
      state.end();
    }
  }

  private void release() {
    try {
      subscriber.release();
    } catch (RuntimeException | Error e) {
      LOG.warn("Subscriber {} could not give back what it held", subscriber.name(), e);
    }
  }

  String name() {
    return subscriber.name();
  }

  /** Its name, and which shard it is. */
  String title() {
    return subscriber.shard().isWhole()
        ? subscriber.name()
        : subscriber.name() + " " + subscriber.shard();
  }

  void close() {
    state.close();
  }

  /** Its thread could not be made, or the like. */
  void fail(Throwable error) {
    state.fail(error);
  }

  boolean isDrivenByThisThread() {
    return state.isDrivenByThisThread();
  }

  boolean awaitEnd(Deadline deadline) {
    return state.awaitEnd(deadline.left());
  }

  /**
   * Returns once the checkpoint is there.
   *
   * @throws SubscriberFailedException if it stopped before
   * @throws NotCaughtUpException if the wait ended before
   */
  void await(long wanted, Deadline deadline) {
    state.await(wanted, deadline.left());
    long actual = state.position();
    if (actual >= wanted) {
      return;
    }
    Throwable failure = state.failure();
    if (failure != null) {
      throw new SubscriberFailedException(subscriber.name(), failure);
    }
    throw new NotCaughtUpException(whyNot(), subscriber.name(), wanted, Math.max(0, actual));
  }

  private String whyNot() {
    if (state.isClosed()) {
      return "the runner was closed";
    }
    return Thread.currentThread().isInterrupted()
        ? "the waiting thread was interrupted"
        : "the time is over";
  }

  SubscriberStatus status(long head) {
    long position = Math.max(0, state.position());
    return new SubscriberStatus(
        subscriber.name(),
        subscriber.shard(),
        state.current(),
        position,
        Math.max(head, position),
        meter.perSecond(),
        Optional.ofNullable(state.lastError()));
  }

  private void tryStep(Deadline deadline) {
    try {
      if (state.position() < 0) {
        state.opened(stepper.open().position());
      } else {
        took(stepper.step(deadline.atMost(options.maxWait())), deadline);
      }
    } catch (Throwable e) {
      handle(e, deadline);
    }
  }

  private void took(BatchStepper.Step step, Deadline deadline) {
    switch (step.outcome()) {
      case APPLIED -> {
        meter.passed(moved(step));
        options
            .listener()
            .batchApplied(
                new AppliedBatch(
                    subscriber.name(),
                    step.from().position(),
                    step.to().position(),
                    step.events(),
                    step.took()));
      }
      case WAITED -> moved(step);
      case OVERTAKEN -> overtaken(step, deadline);
      case STANDING_BY -> {
        state.standBy(step.from().position());
        state.pause(deadline.atMost(options.maxWait()));
      }
    }
  }

  private long moved(BatchStepper.Step step) {
    failures = 0;
    return state.moved(step.to().position());
  }

  /** Another process has this subscriber in hand; two that keep racing only waste reads. */
  private void overtaken(BatchStepper.Step step, Deadline deadline) {
    LOG.debug(
        "Subscriber {} was overtaken after position {}", subscriber.name(), step.from().position());
    options.listener().overtaken(subscriber.name(), step.from().position());
    int pause = ThreadLocalRandom.current().nextInt(1, LOST_RACE_MILLIS);
    state.pause(deadline.atMost(Duration.ofMillis(pause)));
  }

  /** A database that is down comes back; an event that cannot be handled seldom gets better. */
  private void handle(Throwable error, Deadline deadline) {
    if (state.isClosed() && !(error instanceof Error)) {
      LOG.debug("Subscriber {} was closed amid its work", subscriber.name(), error);
      return;
    }
    failures++;
    state.error(error);
    if (isFinal(error)) {
      stop(error);
    } else {
      LOG.warn("Subscriber {} will try again: {}", subscriber.name(), ErrorText.of(error));
      options.listener().retrying(subscriber.name(), failures, error);
      state.pause(deadline.atMost(options.retry().delayBefore(failures + 1)));
    }
  }

  private void stop(Throwable error) {
    state.fail(error);
    LOG.error("Subscriber {} has stopped", subscriber.name(), error);
    options.listener().stopped(subscriber.name(), error);
    try {
      subscriber.failed(ErrorText.of(error));
    } catch (RuntimeException | Error e) {
      LOG.warn("Subscriber {} could not keep its error", subscriber.name(), e);
    }
  }

  /**
   * After an Error that no handler is to blame for, nothing that this thread did can be trusted.
   */
  private boolean isFinal(Throwable error) {
    boolean mayPass = outlastsOutages && isOutage(error);
    return error instanceof LogRewoundException
        || error instanceof Error
        || (!mayPass && failures >= options.retry().maxAttempts());
  }

  /** A handler's own database or broker may be away too. */
  private static boolean isOutage(Throwable error) {
    return error instanceof RetryableException
        || (error instanceof EventHandlingException
            && error.getCause() instanceof RetryableException);
  }
}
