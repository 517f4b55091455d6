package io.tidemark.replay.build;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes the log up to a position, with what the events need of other read models. The
 * first batch comes alone, so that whoever refuses it is heard before more is read; from then on
 * one thread reads and another decodes while the batch before is folded. For one thread.
 */
final class ReadAhead<K, V> implements AutoCloseable {
  /** Each may hold {@link EventStore#BATCH_CHARACTERS}, so memory wants few of them. */
  private static final int AHEAD = 2;

  private static final long LOOK_MILLIS = 20;

  private final Decoder<K, V> decoder;
  private final BuildPlan plan;
  private final int shards;
  private final Goal goal;
  private final Subscription events;
  private final ExecutorService threads;
  private final BlockingQueue<Future<Optional<Decoded<K, V>>>> queue =
      new ArrayBlockingQueue<>(AHEAD);
  private volatile boolean closed;
  private @Nullable Future<?> reading;
  private boolean isFirst = true;

  /** Some events, as far as they go. */
  record Decoded<K, V>(long events, List<ProjectionBatch<K, V>> parts, LogPlace upTo) {}

  /** Decodes events, in their order, with what they need of other read models. */
  interface Decoder<K, V> {
    ProjectionBatch<K, V> decoded(List<RecordedEvent> events);

    /** Whether each batch must be folded before the next one is decoded. */
    boolean isStepwise();
  }

  ReadAhead(
      Decoder<K, V> decoder,
      BuildPlan plan,
      int shards,
      Goal goal,
      Subscription events,
      ExecutorService threads) {
    this.decoder = decoder;
    this.plan = plan;
    this.shards = shards;
    this.goal = goal;
    this.events = events;
    this.threads = threads;
  }

  /** The next events; empty if the log has no more now, or the goal is reached. */
  Optional<Decoded<K, V>> next() {
    if (isFirst || decoder.isStepwise()) {
      isFirst = false;
      return read().map(this::decoded);
    }
    if (reading == null) {
      reading = threads.submit(this::readOn);
    }
    return taken();
  }

  private Optional<EventBatch> read() {
    long before = events.position();
    if (before >= goal.position()) {
      return Optional.empty();
    }
    EventBatch batch = events.next(Duration.ZERO);
    return batch.upTo().position() > before ? Optional.of(goal.cut(batch)) : Optional.empty();
  }

  private void readOn() {
    try {
      Optional<EventBatch> batch = read();
      while (batch.isPresent()) {
        EventBatch next = batch.get();
        put(threads.submit(() -> Optional.of(decoded(next))));
        batch = closed ? Optional.empty() : read();
      }
      put(CompletableFuture.completedFuture(Optional.empty()));
    } catch (RuntimeException | Error e) {
      put(CompletableFuture.failedFuture(e));
    }
  }

  private void put(Future<Optional<Decoded<K, V>>> future) {
    try {
      while (!closed && !queue.offer(future, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Decoded<K, V> decoded(EventBatch batch) {
    List<RecordedEvent> edited = plan.edit().events(batch);
    ProjectionBatch<K, V> decoded = decoder.decoded(edited);
    return new Decoded<>(edited.size(), decoded.split(shards), batch.upTo());
  }

  /** What was interrupted is not waited for, but that is for whoever reads to look at. */
  private Optional<Decoded<K, V>> taken() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queue.take().get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw Failures.unwrapped(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the threads' work on it. */
  @Override
  public void close() {
    closed = true;
    queue.clear();
  }
}
