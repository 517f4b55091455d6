package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointSignal;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.RowsDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.SplitBy;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.Optional;

/**
 * One version of a projection's rows in a table, and its checkpoint, however the rows are made. A
 * batch is one transaction that moves the checkpoint first, so that whoever comes second changes
 * nothing.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public abstract sealed class StoredRows<K, V> implements Subscriber
    permits StoredProjection, StoredSet {
  /**
   * A batch that the server loses in a crash is applied again, since its checkpoint is lost with
   * it: so no commit waits for the disk. And a process that hangs amid a batch must not hold up the
   * others for ever.
   */
  private static final String SETTINGS =
      "select set_config('tidemark.synchronous_commit', current_setting('synchronous_commit'), true),"
          + " set_config('synchronous_commit', 'off', true),"
          + " set_config('idle_in_transaction_session_timeout', ?, true)";

  private static final long NOT_OPENED = -1;

  private final Jdbc jdbc;
  private final EventStore store;
  private final ReadModelDefinition<K, V> rows;
  private final RowsDefinition definition;
  private final Slot slot;
  private final Shard shard;
  private final CheckpointTable checkpoints;
  private final CheckpointSignal signal;
  private final ReadModelTable<K, V> table;
  private final String idleTimeout;
  private volatile boolean paused;
  private volatile boolean heedsPause = true;
  private volatile long epoch = NOT_OPENED;

  StoredRows(ReadModelSchema schema, ReadModelDefinition<K, V> rows, Slot slot, Shard shard) {
    this.jdbc = schema.jdbc();
    this.store = schema.store();
    this.rows = rows;
    this.definition = RowsDefinition.of(rows);
    this.slot = slot;
    this.shard = shard;
    this.checkpoints = schema.checkpoints();
    this.signal = schema.signal();
    this.table = schema.table(rows, slot);
    this.idleTimeout = schema.idleTimeout(shard).toMillis() + "ms";
  }

  /** Of all rows of this version. */
  public static <K, V> StoredRows<K, V> of(
      ReadModelSchema schema, ReadModelDefinition<K, V> rows, Slot slot) {
    return of(schema, rows, slot, Shard.WHOLE);
  }

  /**
   * Of one shard of the rows of this version.
   *
   * @throws ProjectionIsSplitException if one statement makes all of them
   */
  public static <K, V> StoredRows<K, V> of(
      ReadModelSchema schema, ReadModelDefinition<K, V> rows, Slot slot, Shard shard) {
    if (rows instanceof Projection<K, V> folded) {
      return new StoredProjection<>(schema, folded, slot, shard);
    }
    if (!(rows instanceof SetProjection<K, V> set)) {
      throw new IllegalArgumentException(
          "Invalid projection %s: expected a Projection or a SetProjection, actual %s"
              .formatted(rows.name(), rows.getClass().getName()));
    }
    if (!shard.isWhole()) {
      throw new ProjectionIsSplitException(rows.name(), 1, shard);
    }
    return new StoredSet<>(schema, set, slot);
  }

  /** Of the shard that has this checkpoint, split as that says. */
  static <K, V> StoredRows<K, V> of(
      ReadModelSchema schema, ReadModelDefinition<K, V> rows, Slot slot, StoredCheckpoint part) {
    return rows instanceof Projection<K, V> folded && part.splitBy() != SplitBy.UNSAID
        ? new StoredProjection<>(schema, folded, slot, part.shard(), part.splitBy())
        : of(schema, rows, slot, part.shard());
  }

  /** What the rows are by this code. */
  public RowsDefinition definition() {
    return definition;
  }

  /**
   * Whoever writes serving rows without opening them first may be the first with this definition.
   */
  void prepareUnopened() {
    jdbc.inTransaction(
        session -> {
          table.indexes().dropHindering(session);
          return true;
        });
    prepareAside();
  }

  /** Makes what is needed beside the table before rows are written. */
  void prepareAside() {}

  /** Removes what is kept beside the table. */
  void forgetAside(Session session) {}

  /**
   * Brings the rows from one checkpoint to the place of another in this transaction, which must
   * have locked both. Not for long ways.
   */
  public abstract StoredCheckpoint caughtUp(Session session, StoredCheckpoint from, Checkpoint to);

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public Shard shard() {
    return shard;
  }

  /** The table with the rows. */
  public ReadModelTable<K, V> table() {
    return table;
  }

  Jdbc jdbc() {
    return jdbc;
  }

  EventStore store() {
    return store;
  }

  Slot slot() {
    return slot;
  }

  @Override
  public Checkpoint open() {
    return opened(prepared());
  }

  /** Takes it up where it is stored. */
  Checkpoint opened(StoredCheckpoint stored) {
    requireShard(stored);
    epoch = stored.checkpoint().epoch();
    definition.requireForward(stored);
    fitIndexes();
    prepareAside();
    paused = stored.isPaused();
    if (!stored.definition().equals(definition.words())) {
      boolean isFence = definition.beginsToReactTo(stored);
      jdbc.inSession(
          session -> checkpoints.redefine(session, name(), stored, definition.words(), isFence));
      if (isFence) {
        return opened(stored().orElseThrow());
      }
    }
    stored.checkpoint().requireSameLog(name(), store);
    return stored.checkpoint();
  }

  /** No part of the definition: to have others asks for no rebuild. */
  private void fitIndexes() {
    if (slot == Slot.SERVING
        && !jdbc.inSession(session -> table.indexes().areFitToServe(session))) {
      jdbc.inTransaction(
          session -> {
            table.indexes().fitToServe(session);
            return true;
          });
    }
  }

  /** Refuses rows that others keep up to date in other shards. */
  void requireShard(StoredCheckpoint stored) {
    if (!stored.shard().equals(shard)) {
      throw new ProjectionIsSplitException(name(), stored.shard().count(), shard);
    }
  }

  /** Whoever is told to wait does not work; else whoever comes first gets a batch in. */
  @Override
  public boolean isOwner() {
    return !paused || !heedsPause;
  }

  /** These, which go on also while others are told to wait. */
  Subscriber heedlessOfPause() {
    heedsPause = false;
    return this;
  }

  /** The checkpoint, made together with an empty table if there is none yet. */
  public StoredCheckpoint prepared() {
    return stored()
        .orElseGet(
            () ->
                jdbc.inTransaction(
                    session -> {
                      checkpoints.createIfMissing(session);
                      return checkpoints
                          .find(session, name(), slot, shard)
                          .orElseGet(() -> create(session));
                    }));
  }

  /** The checkpoint, if there is one yet. */
  public Optional<StoredCheckpoint> stored() {
    return jdbc.inSession(
        session ->
            checkpoints.exists(session)
                ? checkpoints.find(session, name(), slot, shard)
                : Optional.empty());
  }

  /** Makes an empty table and its checkpoints, one for each shard; gives its own. */
  public StoredCheckpoint create(Session session) {
    return create(session, shard.count()).all().get(shard.index());
  }

  /** The same, with a checkpoint for each of so many shards. */
  public ShardCheckpoints create(Session session, int shards) {
    return create(session, shards, Checkpoint.beginningOf(store));
  }

  /**
   * The same in the place of what there is, in an epoch in which nobody has begun before. So who
   * has lost the lock on what there was, and does not know, moves no checkpoint that happens to be
   * where that one was.
   */
  public ShardCheckpoints startOver(Session session, int shards) {
    drop(session);
    Checkpoint beginning = Checkpoint.beginningOf(store);
    return create(session, shards, beginning.inEpoch(checkpoints.newEpoch(session)));
  }

  private ShardCheckpoints create(Session session, int shards, Checkpoint beginning) {
    ShardCheckpoints first = definition.first(shards, beginning);
    table.lifecycle().create(session);
    forgetAside(session);
    checkpoints.put(session, name(), slot, first);
    return first;
  }

  /** Removes the table and the checkpoints, if they are there. */
  public void drop(Session session) {
    checkpoints.delete(session, name(), slot);
    forgetAside(session);
    table.lifecycle().drop(session);
  }

  /** Prepares a transaction for a batch. */
  void settle(Session session) {
    session.update(SETTINGS, idleTimeout);
  }

  /**
   * Moves the checkpoint over a batch; gives how many events wait, or nothing if somebody else has
   * moved it.
   */
  public Optional<Long> move(Session session, Checkpoint from, Checkpoint to, EventTally handled) {
    return checkpoints.move(
        session, name(), slot, shard, new StoredCheckpoint.Move(from, to, handled));
  }

  /** A batch was committed: wakes those who wait for the rows that serve. */
  void moved(Checkpoint to) {
    if (slot == Slot.SERVING) {
      signal.moved(name(), to.position());
    }
  }

  /** Whoever was overtaken meanwhile, or never got at the rows, has nothing to say of them. */
  @Override
  public void failed(String error) {
    jdbc.inTransaction(
        session -> {
          checkpoints.keepError(session, name(), slot, shard, epoch, error);
          return true;
        });
  }
}
