package io.tidemark.handler;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.Subscriber;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each event to a handler and moves the checkpoint afterwards. However many processes run it,
 * one does the work, and another goes on when that one is gone. Thread-safe.
 *
 * <pre>{@code
 * Subscriber mails =
 *     HandlerSubscriber.atLeastOnce("welcome-mails", checkpoints)
 *         .fromNow(store)
 *         .events(LogQuery.all().categories(Set.of("account")), codec)
 *         .handledBy((event, recorded) -> ...);
 * }</pre>
 *
 * @param <E> the events
 */
public final class HandlerSubscriber<E> implements Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerSubscriber.class);
  private static final int MOST_EVENTS = 100;

  private final HandlerStart start;
  private final Reading<E> reading;
  private final EventHandler<? super E> handler;

  /** Each runner drives it on a thread of its own, and each of them may be the owner. */
  private final Map<Thread, OwnedCheckpoint> owned = new ConcurrentHashMap<>();

  /**
   * What failed behind a checkpoint that was kept first. The runner is told before the event is
   * tried again, since it is the one who counts and waits.
   */
  private final Map<Thread, EventHandlingException> untold = new ConcurrentHashMap<>();

  private HandlerSubscriber(Reading<E> reading, EventHandler<? super E> handler) {
    this.start = reading.start;
    this.reading = reading;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /**
   * Begins one that handles every event at least once, in the order of the log: an event that was
   * handled is handled again only if the process or its connection was lost before the checkpoint
   * was kept.
   *
   * @param name the same in every process; its checkpoint is kept under it
   */
  public static Named atLeastOnce(String name, CheckpointStore checkpoints) {
    return new Named(name, checkpoints);
  }

  @Override
  public String name() {
    return start.name();
  }

  @Override
  public LogQuery query() {
    return reading.query;
  }

  @Override
  public Checkpoint open() {
    release();
    Optional<OwnedCheckpoint> mine = start.checkpoints().tryOwn(name(), start.first());
    if (mine.isPresent()) {
      owned.put(Thread.currentThread(), mine.get());
      return mine.get().checkpoint();
    }
    return start.checkpoints().find(name()).orElseGet(() -> Checkpoint.beginningOf(start.store()));
  }

  @Override
  public boolean isOwner() {
    return owned.get(Thread.currentThread()) != null;
  }

  /** Few, since it is told how far this got only after a batch, and a handler may take its time. */
  @Override
  public int maxBatchSize() {
    return Math.max(MOST_EVENTS, reading.eventsPerCheckpoint);
  }

  /** What a handler did is done, also if keeping the checkpoint is refused. */
  @Override
  public boolean isAtomic() {
    return false;
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    OwnedCheckpoint mine = owned.get(Thread.currentThread());
    if (mine == null || !mine.checkpoint().equals(from) || !mine.confirm()) {
      return overtaken(from, 0);
    }
    EventHandlingException failure = untold.remove(Thread.currentThread());
    if (failure != null && isFirst(failure.position(), batch)) {
      throw failure;
    }
    return handle(mine, batch);
  }

  private static boolean isFirst(long position, EventBatch batch) {
    return !batch.events().isEmpty() && batch.events().get(0).position() == position;
  }

  /** The checkpoint moves even if an event fails, so that those before it are not handled again. */
  private Optional<Checkpoint> handle(OwnedCheckpoint mine, EventBatch batch) {
    RecordedEvent last = null;
    int unsaved = 0;
    for (RecordedEvent event : batch.events()) {
      if (Thread.currentThread().isInterrupted()) {
        return last == null ? Optional.of(mine.checkpoint()) : move(mine, last, unsaved);
      }
      @Nullable EventHandlingException failure = failure(event);
      if (failure != null) {
        if (last == null) {
          throw failure;
        }
        untold.put(Thread.currentThread(), failure);
        return move(mine, last, unsaved);
      }
      last = event;
      unsaved++;
      if (unsaved == reading.eventsPerCheckpoint) {
        if (move(mine, last, unsaved).isEmpty()) {
          return Optional.empty();
        }
        unsaved = 0;
      }
    }
    return moveTo(mine, mine.checkpoint().at(batch.upTo()), unsaved);
  }

  private @Nullable EventHandlingException failure(RecordedEvent recorded) {
    try {
      for (E event : reading.codec.decode(recorded)) {
        handler.handle(event, recorded);
      }
      return null;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (!EventHandlingException.isOfHandling(e)) {
        throw (Error) e; // what is not of handling is no Exception
      }
      return new EventHandlingException(name(), recorded, e);
    }
  }

  private Optional<Checkpoint> move(OwnedCheckpoint mine, RecordedEvent last, int handled) {
    return moveTo(mine, mine.checkpoint().at(LogPlace.of(last)), handled);
  }

  private Optional<Checkpoint> moveTo(OwnedCheckpoint mine, Checkpoint to, int handled) {
    Checkpoint from = mine.checkpoint();
    return from.position() == to.position() || mine.moveTo(to)
        ? Optional.of(mine.checkpoint())
        : overtaken(from, handled);
  }

  private Optional<Checkpoint> overtaken(Checkpoint from, int handled) {
    LOG.warn(
        "Handler {} lost its checkpoint at position {} to another owner; {} events after it may have been handled twice",
        name(),
        from.position(),
        handled);
    release();
    return Optional.empty();
  }

  @Override
  public void release() {
    untold.remove(Thread.currentThread());
    OwnedCheckpoint mine = owned.remove(Thread.currentThread());
    if (mine != null) {
      mine.close();
    }
  }

  @Override
  public void failed(String error) {
    OwnedCheckpoint mine = owned.get(Thread.currentThread());
    if (mine != null) {
      mine.keepError(error);
    }
  }

  /** Has a name and a guarantee; where it begins is to be said. */
  public static final class Named {
    private final String name;
    private final CheckpointStore checkpoints;

    private Named(String name, CheckpointStore checkpoints) {
      this.name = name;
      this.checkpoints = checkpoints;
    }

    /** The first time it begins with the first event of this log; later where it got to. */
    public Started fromBeginning(EventStore store) {
      return new Started(
          new HandlerStart(name, checkpoints, store, () -> Checkpoint.beginningOf(store)));
    }

    /**
     * The first time, which is when the first runner of it begins, it passes over what the log has
     * by then; later it goes on where it got to.
     */
    public Started fromNow(EventStore store) {
      return new Started(
          new HandlerStart(name, checkpoints, store, () -> Checkpoint.headOf(store)));
    }
  }

  /** Has a log and a place to begin; which events it wants is to be said. */
  public static final class Started {
    private final HandlerStart start;

    private Started(HandlerStart start) {
      this.start = start;
    }

    /** The events of a query that has no end, read with this codec. */
    public <E> Reading<E> events(LogQuery query, EventCodec<E> codec) {
      return new Reading<>(start, query, codec, 1);
    }
  }

  /**
   * Has everything but the handler. Immutable.
   *
   * @param <E> the events
   */
  public static final class Reading<E> {
    private final HandlerStart start;
    private final LogQuery query;
    private final EventCodec<E> codec;
    private final int eventsPerCheckpoint;

    private Reading(HandlerStart start, LogQuery query, EventCodec<E> codec, int events) {
      this.start = start;
      this.query = Objects.requireNonNull(query, "query");
      this.codec = Objects.requireNonNull(codec, "codec");
      this.eventsPerCheckpoint = events;
    }

    /**
     * A copy that keeps its checkpoint after so many events, and at the end of a batch. A crash
     * repeats at most that many. One unless told; more cost less, at about one transaction each.
     */
    public Reading<E> withEventsPerCheckpoint(int events) {
      if (events < 1) {
        throw new IllegalArgumentException(
            "Invalid events per checkpoint: expected at least 1, actual " + events);
      }
      return new Reading<>(start, query, codec, events);
    }

    /** Complete. */
    public HandlerSubscriber<E> handledBy(EventHandler<? super E> handler) {
      return new HandlerSubscriber<>(this, handler);
    }
  }
}
