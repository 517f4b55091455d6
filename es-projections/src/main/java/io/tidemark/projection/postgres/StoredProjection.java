package io.tidemark.projection.postgres;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.LookedUp;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.Stages;
import io.tidemark.projection.checkpoint.OvertakenLog;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.SplitBy;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.checkpoint.TickTable;
import io.tidemark.projection.postgres.reaction.ReactionWriter;
import io.tidemark.projection.postgres.state.IdleTime;
import io.tidemark.projection.postgres.state.KnownTicks;
import io.tidemark.projection.postgres.state.StoredState;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Tick;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that a projection folds from events, batch by batch. */
public final class StoredProjection<K, V> extends StoredRows<K, V> {
  private final Projection<K, V> projection;
  private final RowWriter<K, V> rows;
  private final AsideWriter<K> aside;
  private final LookedUp.Reader beside;
  private final Optional<StoredState> state;
  private final Optional<ReactionWriter<K, V>> reactions;
  private final SplitBy splitBy;
  private final OvertakenLog overtaken = new OvertakenLog();
  private final ReadModelSchema schema;
  private final KnownTicks ticks;
  private final Optional<IdleTime> idle;

  /** Held for a batch: all threads share what the stages remember. */
  private final Lock stages = new ReentrantLock();

  /** Of all rows of this version. */
  public StoredProjection(ReadModelSchema schema, Projection<K, V> projection, Slot slot) {
    this(schema, projection, slot, Shard.WHOLE);
  }

  /** Of one shard of the rows of this version. */
  public StoredProjection(
      ReadModelSchema schema, Projection<K, V> projection, Slot slot, Shard shard) {
    this(schema, projection, slot, shard, splitBy(projection));
  }

  /** The same of rows that are split so, whatever this definition would be split by. */
  StoredProjection(
      ReadModelSchema schema,
      Projection<K, V> projection,
      Slot slot,
      Shard shard,
      SplitBy splitBy) {
    super(schema, projection, slot, shard);
    this.schema = schema;
    this.splitBy = splitBy;
    this.projection = projection;
    this.ticks = new KnownTicks(schema.jdbc(), schema.tickTable(), projection, slot);
    this.idle =
        slot == Slot.SERVING
            ? projection.stages().flatMap(Stages::idle).map(IdleTime::new)
            : Optional.empty();
    this.rows = new RowWriter<>(table(), projection.hasHistory());
    this.aside = new AsideWriter<>(schema, projection, slot, shard);
    this.state =
        projection.hasState()
            ? Optional.of(new StoredState(schema.jdbc(), table().state(), shard.index()))
            : Optional.empty();
    this.reactions =
        slot == Slot.SERVING // what is built beside has been reacted to, or will be
            ? projection.reactions().map(some -> new ReactionWriter<>(schema.store(), some))
            : Optional.empty();
    StoredLookUps lookUps = new StoredLookUps(schema, projection);
    this.beside = state.<LookedUp.Reader>map(some -> new Beside(lookUps, some)).orElse(lookUps);
  }

  /** By what rows of this definition are split; others may have been before it was changed. */
  static SplitBy splitBy(Projection<?, ?> projection) {
    return projection.isKeyedByStream() ? SplitBy.STREAM : SplitBy.KEY;
  }

  SplitBy splitBy() {
    return splitBy;
  }

  /** Whether the rows are split as these are, as far as is known. */
  boolean isSplitAs(StoredCheckpoint stored) {
    return shard().isWhole() || stored.splitBy() == SplitBy.UNSAID || stored.splitBy() == splitBy;
  }

  private boolean isSplitByStream() {
    return splitBy == SplitBy.STREAM;
  }

  @Override
  public LogQuery query() {
    return isSplitByStream() ? projection.query().shard(shard()) : projection.query();
  }

  private ProjectionBatch<K, V> batch(List<RecordedEvent> events) {
    return projection.batch(events, isSplitByStream() ? Shard.WHOLE : shard(), beside);
  }

  /**
   * Decodes events as a transaction sees the rows, which has locked their checkpoint.
   *
   * @param through the position that the events reach
   */
  ProjectionBatch<K, V> batchWithin(
      Session transaction, Checkpoint from, List<RecordedEvent> events, long through) {
    state.ifPresent(some -> some.begin(from, transaction));
    return batch(Ticks.among(events, ticks.between(transaction, from, through)));
  }

  /** What a batch needs beside its rows: other read models, and what its stages remember. */
  private record Beside(StoredLookUps lookUps, StoredState state) implements LookedUp.Reader {
    @Override
    public void answer(List<LookedUp.Request<?, ?>> requests) {
      lookUps.answer(requests);
    }
  }

  @Override
  Checkpoint opened(StoredCheckpoint stored) {
    Checkpoint at = super.opened(stored);
    ticks.look();
    return at;
  }

  /** Whoever writes rows without opening them first may have to put events aside too. */
  @Override
  public void prepareAside() {
    aside.prepare();
    if (idle.isPresent() && !jdbc().inSession(schema.tickTable()::exists)) {
      jdbc()
          .inTransaction(
              session -> {
                schema.checkpoints().createIfMissing(session);
                schema.tickTable().createIfMissing(session);
                return true;
              });
    }
  }

  @Override
  void forgetAside(Session session) {
    aside.forget(session);
  }

  /** A batch for which a statement timeout is too short would be tried for ever: so by halves. */
  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    if (!batch.events().isEmpty()) {
      idle.ifPresent(IdleTime::begin);
    }
    if (state.isEmpty()) {
      return appliedByParts(from, batch);
    }
    stages.lock();
    try {
      return appliedByParts(from, batch);
    } finally {
      stages.unlock();
    }
  }

  private Optional<Checkpoint> appliedByParts(Checkpoint from, EventBatch batch) {
    EventBatch part = batch;
    while (true) {
      try {
        return applied(from, part);
      } catch (StoreUnavailableException e) {
        List<RecordedEvent> events = part.events();
        if (!SqlErrors.isCancelled(e) || events.size() <= 1) {
          throw e;
        }
        part = part.before(events.get(events.size() / 2).position());
      }
    }
  }

  private Optional<Checkpoint> applied(Checkpoint from, EventBatch batch) {
    state.ifPresent(some -> some.begin(from));
    List<Tick> known = ticks.between(from.position(), batch.upTo().position());
    ProjectionBatch<K, V> decoded;
    try {
      decoded = batch(Ticks.among(batch.events(), known));
    } catch (EventHandlingException e) {
      if (state.isPresent() && !isStillAt(from)) {
        overtaken.tell(name(), from.position()); // so the state that it read was of two checkpoints
        return Optional.empty();
      }
      throw e;
    }
    foresee(decoded);
    Checkpoint to = from.after(batch);
    boolean committed;
    try {
      committed =
          commit(
              from,
              to,
              decoded.tally(),
              (session, waiting) -> {
                if (!ticks.areAll(session, known, from.position(), to.position())) {
                  throw new MissedTick();
                }
                write(session, decoded, waiting);
              });
    } catch (MissedTick e) {
      return applied(from, batch);
    }
    if (!committed) {
      overtaken.tell(name(), from.position());
      return Optional.empty();
    }
    state.ifPresent(some -> some.committed(to));
    return Optional.of(to);
  }

  /** Takes a transaction back whose batch was folded without a tick. */
  private static final class MissedTick extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private boolean isStillAt(Checkpoint from) {
    return stored().filter(stored -> stored.checkpoint().equals(from)).isPresent();
  }

  /** Looks up what hangs on the rows, before a transaction is open in which others wait for it. */
  public void foresee(ProjectionBatch<K, V> batch) {
    batch.foresee(keys -> jdbc().inSession(session -> table().load(session, keys)));
  }

  /** Moves the checkpoint and writes in one transaction; false if somebody else has moved it. */
  public boolean commit(
      Checkpoint from, Checkpoint to, EventTally handled, ObjLongConsumer<Session> writing) {
    boolean committed =
        jdbc()
            .inTransaction(
                session -> {
                  settle(session);
                  Optional<Long> waiting = move(session, from, to, handled);
                  waiting.ifPresent(count -> writing.accept(session, count));
                  return waiting.isPresent();
                });
    if (committed) {
      moved(to);
      reactions.ifPresent(ReactionWriter::committed);
    }
    return committed;
  }

  /**
   * Brings the rows up to date with a batch that the checkpoint was moved over, and puts aside what
   * they refuse and what waits behind that. Then does what is done because of the steps of the
   * serving rows: last, since others who append may wait for it until the commit.
   *
   * @param parked how many events wait already, as the move has told
   * @return how many more wait now
   */
  public long write(Session session, ProjectionBatch<K, V> batch, long parked) {
    ProjectionBatch<K, V> untold =
        parked == 0 ? batch : batch.withWaiting(aside.waiting(session, batch.keys()));
    List<RowStep<K, V>> steps = new ArrayList<>();
    rows.write(session, untold, reactions.isPresent() ? steps::add : step -> {});
    state.ifPresent(some -> some.write(session));
    long more = aside.put(session, untold.putAside());
    reactions.ifPresent(some -> some.write(session, steps));
    return more;
  }

  /** Brings the rows up to date with events that have waited; the checkpoint stays. */
  public void redrive(Session session, ProjectionBatch<K, V> batch) {
    LockedWork.run(
        () -> {
          rows.write(session, batch, step -> {});
          return true;
        });
  }

  @Override
  public StoredCheckpoint caughtUp(Session session, StoredCheckpoint from, Checkpoint to) {
    LogQuery rest = query().after(from.position()).until(AsOf.position(to.position()));
    ProjectionBatch<K, V> batch =
        LockedWork.run(() -> batchWithin(session, from.checkpoint(), events(rest), to.position()));
    long parked = LockedWork.run(() -> write(session, batch, from.parked()));
    return from.at(from.checkpoint().at(to.place()), batch.tally(), parked);
  }

  /** Ticks that came where these rows stand; others were told on the way. */
  public Checkpoint settled(Checkpoint at) {
    return ticks.between(at.position(), at.position()).isEmpty()
        ? at
        : apply(at, EventBatch.none(at.place())).orElse(at);
  }

  /** Goes on with the ticks that a transaction sees only; without one, with all again. */
  public void see(@Nullable Session snapshot) {
    ticks.see(snapshot);
  }

  @Override
  public Optional<Checkpoint> idle(Checkpoint at) {
    if (idle.isEmpty() || !idle.get().isOver()) {
      return Optional.of(at);
    }
    stages.lock();
    try {
      idle.get().begin();
      Tick tick = new Tick(at.position(), idle.get().before(jdbc().inSession(TickTable::now)));
      state.orElseThrow().begin(at);
      return projection.stages().orElseThrow().isDue(state.orElseThrow(), tick.time())
              && IdleTime.isQuiet(store(), query(), tick)
          ? ticked(at, tick)
          : Optional.of(at);
    } finally {
      stages.unlock();
    }
  }

  /**
   * Lets time go on in all shards at once, in the transaction that keeps the tick: so no shard goes
   * on without it, and whoever was about to finds another epoch. The commit waits for the disk:
   * unlike events, a tick that is lost does not come again.
   */
  private Optional<Checkpoint> ticked(Checkpoint at, Tick tick) {
    List<ReactionWriter<K, V>> reacting = new ArrayList<>(reactions.stream().toList());
    Optional<Checkpoint> after =
        schema.inLockingTransaction(
            session -> LockedWork.run(() -> ticked(session, at, tick, reacting)));
    after.filter(to -> !to.equals(at)).ifPresent(to -> state.orElseThrow().committed(to));
    reacting.forEach(ReactionWriter::committed);
    return after;
  }

  private Optional<Checkpoint> ticked(
      Session session, Checkpoint at, Tick tick, List<ReactionWriter<K, V>> reacting) {
    ShardCheckpoints shards = schema.checkpoints().lockAll(session, name(), Slot.SERVING);
    boolean isAnyAhead =
        schema.checkpoints().lockOthers(session, name()).stream()
            .anyMatch(each -> each.position() > at.position() && each.isOfSameLog(store()));
    if (shards.all().stream()
        .noneMatch(each -> each.shard().equals(shard()) && each.checkpoint().equals(at))) {
      overtaken.tell(name(), at.position());
      return Optional.empty();
    }
    if (isAnyAhead || !shards.areAt(at.place()) || shards.arePaused()) {
      return Optional.of(at); // somebody is behind, or ahead: there is no one place for it
    }
    definition().require(shards);
    for (StoredCheckpoint each : shards.all()) {
      if (each.shard().equals(shard())) {
        state.orElseThrow().within(session);
        write(session, batch(List.of(tick.asEvent())), 0);
      } else {
        StoredProjection<K, V> other =
            new StoredProjection<>(schema, projection, Slot.SERVING, each.shard(), splitBy);
        other.state.orElseThrow().begin(each.checkpoint(), session);
        other.write(session, other.batch(List.of(tick.asEvent())), 0);
        other.reactions.ifPresent(reacting::add);
      }
    }
    schema.tickTable().put(session, name(), tick);
    schema.checkpoints().nextEpoch(session, name());
    return Optional.of(at.inEpoch(at.epoch() + 1));
  }

  private List<RecordedEvent> events(LogQuery query) {
    try (Stream<RecordedEvent> found = store().readAll(query)) {
      return found.toList();
    }
  }
}
