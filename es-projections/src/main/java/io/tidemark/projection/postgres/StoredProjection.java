package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
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
import java.util.Optional;
import java.util.TreeSet;

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

  private final Jdbc jdbc;
  private final EventStore store;
  private final Projection<K, V> projection;
  private final Slot slot;
  private final Shard shard = Shard.WHOLE;
  private final CheckpointTable checkpoints;
  private final ReadModelTable<K, V> table;
  private final RowWriter<K, V> rows;
  private final String definition;
  private final String idleTimeout;
  private final OvertakenLog overtaken = new OvertakenLog();

  /** Of this version of the rows. */
  public StoredProjection(ReadModelSchema schema, Projection<K, V> projection, Slot slot) {
    this.jdbc = schema.jdbc();
    this.store = schema.store();
    this.projection = projection;
    this.slot = slot;
    this.checkpoints = schema.checkpoints();
    this.table = schema.table(projection, slot);
    this.rows = new RowWriter<>(table, projection.hasHistory());
    this.definition =
        "columns (%s) from %s%s"
            .formatted(
                table.columnsText(),
                String.join(", ", new TreeSet<>(projection.query().categories())),
                projection.hasHistory() ? " with history" : "");
    this.idleTimeout = schema.idleTimeout().toMillis() + "ms";
  }

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public LogQuery query() {
    return projection.query();
  }

  /** The table with the rows. */
  public ReadModelTable<K, V> table() {
    return table;
  }

  @Override
  public Checkpoint open() {
    StoredCheckpoint stored = prepared();
    requireDefinition(stored);
    if (!stored.definition().equals(definition)) {
      jdbc.inSession(session -> checkpoints.redefine(session, name(), stored, definition));
    }
    stored.checkpoint().requireSameLog(name(), store);
    return stored.checkpoint();
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

  /** Makes an empty table and its checkpoint. */
  public StoredCheckpoint create(Session session) {
    StoredCheckpoint first =
        StoredCheckpoint.first(shard, Checkpoint.beginningOf(store), definition);
    table.create(session);
    checkpoints.put(session, name(), slot, first);
    return first;
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
            && stored.definition().equals(table.columnsText())); // as it was kept at first
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    ProjectionBatch<K, V> decoded = projection.batch(batch.events());
    Checkpoint to = from.after(batch);
    boolean applied =
        jdbc.inTransaction(
            session -> {
              session.update(SETTINGS, idleTimeout);
              boolean moved = move(session, from, to, decoded.tally());
              if (moved) {
                write(session, decoded);
              }
              return moved;
            });
    if (!applied) {
      overtaken.tell(name(), from.position());
    }
    return applied ? Optional.of(to) : Optional.empty();
  }

  /** Moves the checkpoint over a batch; false if somebody else has moved it. */
  public boolean move(Session session, Checkpoint from, Checkpoint to, EventTally handled) {
    return checkpoints.move(
        session, name(), slot, shard, new StoredCheckpoint.Move(from, to, handled));
  }

  /** Brings the rows up to date with a batch that the checkpoint was moved over. */
  public void write(Session session, ProjectionBatch<K, V> batch) {
    rows.write(session, batch);
  }

  @Override
  public void failed(String error) {
    jdbc.inTransaction(
        session -> {
          checkpoints.keepError(session, name(), slot, shard, error);
          return true;
        });
  }
}
