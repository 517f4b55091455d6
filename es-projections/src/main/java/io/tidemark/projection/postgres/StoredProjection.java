package io.tidemark.projection.postgres;

import static java.util.stream.Collectors.joining;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One version of a projection's rows in a table, and its checkpoint. A batch is one transaction
 * that moves the checkpoint first, so that whoever comes second changes nothing.
 */
public final class StoredProjection<K, V> implements Subscriber {
  /**
   * A batch that the server loses in a crash is applied again, since its checkpoint is lost with
   * it: so no commit waits for the disk. And a process that hangs amid a batch must not hold up the
   * others for ever.
   */
  private static final String SETTINGS =
      "select set_config('synchronous_commit', 'off', true),"
          + " set_config('idle_in_transaction_session_timeout', ?, true)";

  private static final long NOT_OPENED = -1;

  private final Jdbc jdbc;
  private final EventStore store;
  private final Projection<K, V> projection;
  private final Slot slot;
  private final Shard shard;
  private final CheckpointTable checkpoints;
  private final ReadModelTable<K, V> table;
  private final RowWriter<K, V> rows;
  private final AsideWriter<K> aside;
  private final String definition;
  private final String idleTimeout;
  private final OvertakenLog overtaken = new OvertakenLog();
  private volatile boolean paused;
  private volatile long epoch = NOT_OPENED;

  /** Of all rows of this version. */
  public StoredProjection(ReadModelSchema schema, Projection<K, V> projection, Slot slot) {
    this(schema, projection, slot, Shard.WHOLE);
  }

  /** Of one shard of the rows of this version. */
  public StoredProjection(
      ReadModelSchema schema, Projection<K, V> projection, Slot slot, Shard shard) {
    this.jdbc = schema.jdbc();
    this.store = schema.store();
    this.projection = projection;
    this.slot = slot;
    this.shard = shard;
    this.checkpoints = schema.checkpoints();
    this.table = schema.table(projection, slot);
    this.rows = new RowWriter<>(table, projection.hasHistory());
    this.aside = new AsideWriter<>(schema, projection, slot, shard);
    String categories =
        new TreeSet<>(projection.query().categories())
            .stream().map(StoredProjection::inWords).collect(joining(", "));
    this.definition =
        "columns (%s) from %s%s%s"
            .formatted(
                table.columnsText(),
                categories,
                projection.version().map(version -> " version " + version).orElse(""),
                projection.hasHistory() ? " with history" : "");
    this.idleTimeout = schema.idleTimeout(shard).toMillis() + "ms";
  }

  /** A category that could be taken for several is quoted. */
  private static String inWords(String category) {
    return category.contains(",") || category.contains("\"")
        ? '"' + category.replace("\"", "\"\"") + '"'
        : category;
  }

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public LogQuery query() {
    return projection.query(shard);
  }

  @Override
  public Shard shard() {
    return shard;
  }

  /** The table with the rows. */
  public ReadModelTable<K, V> table() {
    return table;
  }

  @Override
  public Checkpoint open() {
    return opened(prepared());
  }

  /** Takes it up where it is stored. */
  Checkpoint opened(StoredCheckpoint stored) {
    requireShard(stored);
    epoch = stored.checkpoint().epoch();
    requireDefinition(stored);
    alignIndexes();
    aside.prepare();
    paused = stored.isPaused();
    if (!stored.definition().equals(definition)) {
      jdbc.inSession(session -> checkpoints.redefine(session, name(), stored, definition));
    }
    stored.checkpoint().requireSameLog(name(), store);
    return stored.checkpoint();
  }

  /** No part of the definition: to have others asks for no rebuild. */
  private void alignIndexes() {
    if (slot == Slot.SERVING
        && !jdbc.inSession(session -> table.indexes().areAsDeclared(session))) {
      jdbc.inTransaction(
          session -> {
            table.indexes().align(session);
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
    return !paused;
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
    return create(session, shard.count()).get(shard.index());
  }

  /** The same, with a checkpoint for each of so many shards. */
  public List<StoredCheckpoint> create(Session session, int shards) {
    List<StoredCheckpoint> first =
        IntStream.range(0, shards).mapToObj(index -> first(new Shard(index, shards))).toList();
    table.create(session);
    aside.forget(session);
    checkpoints.put(session, name(), slot, first);
    return first;
  }

  private StoredCheckpoint first(Shard part) {
    return StoredCheckpoint.first(
        part, Checkpoint.beginningOf(store), definition, projection.foldVersion());
  }

  /** Removes the table and the checkpoints, if they are there. */
  public void drop(Session session) {
    checkpoints.delete(session, name(), slot);
    aside.forget(session);
    table.drop(session);
  }

  /** Refuses rows that have other columns than the record, or were made from other events. */
  public void requireDefinition(StoredCheckpoint stored) {
    if (!isDefinedAs(stored)) {
      throw new ProjectionChangedException(name(), definition, stored.definition());
    }
  }

  /** Whether the rows have the columns of the record, and were made from the same categories. */
  public boolean isDefinedAs(StoredCheckpoint stored) {
    return stored.definition().equals(definition)
        || (!projection.hasHistory()
            && projection.version().isEmpty()
            && stored.definition().equals(table.columnsText())); // as it was kept at first
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    ProjectionBatch<K, V> decoded = projection.batch(batch.events(), shard);
    Checkpoint to = from.after(batch);
    boolean applied =
        commit(from, to, decoded.tally(), (session, waiting) -> write(session, decoded, waiting));
    if (!applied) {
      overtaken.tell(name(), from.position());
    }
    return applied ? Optional.of(to) : Optional.empty();
  }

  /** Moves the checkpoint and writes in one transaction; false if somebody else has moved it. */
  public boolean commit(
      Checkpoint from, Checkpoint to, EventTally handled, ObjLongConsumer<Session> writing) {
    return jdbc.inTransaction(
        session -> {
          session.update(SETTINGS, idleTimeout);
          Optional<Long> waiting = move(session, from, to, handled);
          waiting.ifPresent(count -> writing.accept(session, count));
          return waiting.isPresent();
        });
  }

  /** Whoever writes rows without opening them first may have to put events aside too. */
  public void prepareAside() {
    aside.prepare();
  }

  /**
   * Moves the checkpoint over a batch; gives how many events wait, or nothing if somebody else has
   * moved it.
   */
  public Optional<Long> move(Session session, Checkpoint from, Checkpoint to, EventTally handled) {
    return checkpoints.move(
        session, name(), slot, shard, new StoredCheckpoint.Move(from, to, handled));
  }

  /**
   * Brings the rows up to date with a batch that the checkpoint was moved over, and puts aside what
   * they refuse and what waits behind that.
   *
   * @param parked how many events wait already, as the move has told
   * @return how many more wait now
   */
  public long write(Session session, ProjectionBatch<K, V> batch, long parked) {
    ProjectionBatch<K, V> untold =
        parked == 0 ? batch : batch.withWaiting(aside.waiting(session, batch.keys()));
    rows.write(session, untold);
    return aside.put(session, untold.putAside());
  }

  /** Brings the rows up to date with events that have waited; the checkpoint stays. */
  public void redrive(Session session, ProjectionBatch<K, V> batch) {
    rows.write(session, batch);
  }

  /**
   * Brings the rows from one checkpoint to the place of another in this transaction, which must
   * have locked both. Not for long ways.
   */
  public StoredCheckpoint caughtUp(Session session, StoredCheckpoint from, Checkpoint to) {
    LogQuery rest = query().after(from.position()).until(AsOf.position(to.position()));
    ProjectionBatch<K, V> batch = projection.batch(LockedWork.run(() -> events(rest)), shard);
    long parked = write(session, batch, from.parked());
    return from.at(from.checkpoint().at(to.place()), batch.tally(), parked);
  }

  private List<RecordedEvent> events(LogQuery query) {
    try (Stream<RecordedEvent> found = store.readAll(query)) {
      return found.toList();
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
