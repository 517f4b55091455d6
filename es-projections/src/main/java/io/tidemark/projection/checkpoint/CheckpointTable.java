package io.tidemark.projection.checkpoint;

import io.tidemark.Text;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.table.Catalog;
import io.tidemark.projection.table.Identifier;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of checkpoints: one row for each shard of a version of a projection's rows.
 * Thread-safe.
 */
public final class CheckpointTable {
  private static final String TABLE = "projections";
  private static final String OF_SHARD = " where name = ? and slot = ? and shard = ?";

  private final String schema;
  private final String name;
  private final String selectSql;

  public CheckpointTable(String schema) {
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
    this.selectSql =
        "select shard, shards, log_id, position, event_id, epoch, handled, digest, definition,"
            + " fold, paused, history_from, parked, last_error, split_by from "
            + name;
  }

  /** Several processes may begin at once, and a role that may not create anything may go on. */
  public void createIfMissing(Session session) {
    lockCreation(session);
    if (exists(session)) {
      return;
    }
    if (Catalog.hasTable(session, schema, TABLE)) {
      CheckpointTableText.UPGRADE.forEach(sql -> session.update(sql.formatted(name)));
    } else {
      if (!Catalog.hasSchema(session, schema)) {
        session.update("create schema " + Identifier.quoted(schema));
      }
      session.update(CheckpointTableText.CREATE.formatted(name));
    }
  }

  /** Nobody else makes tables of this kind until the transaction ends. */
  public void lockCreation(Session session) {
    session.update(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        "tidemark projections in " + schema);
  }

  /** Whether any projection of the schema has begun, and so the table is there as it is today. */
  public boolean exists(Session session) {
    return Catalog.hasColumn(session, schema, TABLE, CheckpointTableText.NEWEST_COLUMN);
  }

  /** The checkpoint of one shard, if there is one. */
  public Optional<StoredCheckpoint> find(
      Session session, String projection, Slot slot, Shard shard) {
    return session.first(
        selectSql + OF_SHARD, CheckpointTable::read, projection, slot.text(), shard.index());
  }

  /** Those of all shards. */
  public ShardCheckpoints all(Session session, String projection, Slot slot) {
    return all(session, projection, slot, "");
  }

  /** The same; nobody else moves one of them until the transaction ends. */
  public ShardCheckpoints lockAll(Session session, String projection, Slot slot) {
    return all(session, projection, slot, " for update");
  }

  private ShardCheckpoints all(Session session, String projection, Slot slot, String lock) {
    return new ShardCheckpoints(
        session.query(
            selectSql + " where name = ? and slot = ? order by shard" + lock,
            CheckpointTable::read,
            projection,
            slot.text()));
  }

  /** Those of all other versions than the serving one, locked in the same way, and after it. */
  public List<Checkpoint> lockOthers(Session session, String projection) {
    return session.query(
        selectSql + " where name = ? and slot <> ? order by slot, shard for update",
        row -> read(row).checkpoint(),
        projection,
        Slot.SERVING.text());
  }

  /** Begins another epoch of all shards of the serving rows: whoever runs one looks again. */
  public void nextEpoch(Session session, String projection) {
    session.update(
        "update " + name + " set epoch = epoch + 1 where name = ? and slot = ?",
        projection,
        Slot.SERVING.text());
  }

  /** When each of them was moved last, or exchanged for another one, in the order of shards. */
  public List<Instant> movedAt(Session session, String projection, Slot slot) {
    return session.query(
        "select updated_at from " + name + " where name = ? and slot = ? order by shard",
        row -> row.instant(1),
        projection,
        slot.text());
  }

  /** Puts those of all shards in the place of those there are, whatever their number. */
  public void put(Session session, String projection, Slot slot, ShardCheckpoints shards) {
    shards.all().forEach(stored -> put(session, projection, slot, stored));
    session.update(
        "delete from " + name + " where name = ? and slot = ? and shard >= ?",
        projection,
        slot.text(),
        shards.count());
  }

  /**
   * Puts one in its place, anew or over the one that is there: whoever waits for that one's lock
   * then finds this one, and not none. How the rows are split stays, unless this one says it.
   */
  public void put(Session session, String projection, Slot slot, StoredCheckpoint stored) {
    session.update(
        "insert into "
            + name
            + " as p (name, slot, shard, shards, log_id, position, event_id, epoch, handled, digest,"
            + " definition, fold, paused, history_from, parked, split_by)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (name, slot, shard) do update set shards = excluded.shards,"
            + " log_id = excluded.log_id, position = excluded.position,"
            + " event_id = excluded.event_id, epoch = excluded.epoch, handled = excluded.handled,"
            + " digest = excluded.digest, definition = excluded.definition,"
            + " fold = excluded.fold, paused = excluded.paused,"
            + " history_from = excluded.history_from, parked = excluded.parked,"
            + " split_by = coalesce(nullif(excluded.split_by, ''), p.split_by),"
            + " last_error = null,"
            + " started_at = excluded.started_at, updated_at = excluded.updated_at",
        projection,
        slot.text(),
        stored.shard().index(),
        stored.shard().count(),
        stored.checkpoint().logId(),
        stored.position(),
        stored.checkpoint().eventId().orElse(null),
        stored.checkpoint().epoch(),
        stored.handled().map(EventTally::count).orElse(null),
        stored.handled().map(EventTally::digest).orElse(null),
        stored.definition(),
        stored.fold(),
        stored.isPaused(),
        stored.historyFrom(),
        stored.parked(),
        stored.splitBy().text());
  }

  /** Says that the history of the rows answers as of a position and later, and no longer before. */
  public void keepHistoryFrom(Session session, String projection, Slot slot, long position) {
    session.update(
        "update "
            + name
            + " set history_from = greatest(history_from, ?) where name = ? and slot = ?",
        position,
        projection,
        slot.text());
  }

  /**
   * Moves it if it is still where the mover believes; false if not. This is what keeps every event
   * applied exactly once, whoever else believes to be the one who does it.
   *
   * @return how many events wait, so that the table of these need not be asked while it is 0; empty
   *     if it was not moved
   */
  public Optional<Long> move(
      Session session, String projection, Slot slot, Shard shard, StoredCheckpoint.Move move) {
    return session.first(
        "update "
            + name
            + " set position = ?, event_id = ?, handled = handled + ?,"
            + " digest = (digest + ?) & "
            + EventTally.MASK
            + ","
            + " updated_at = clock_timestamp(), last_error = null"
            + OF_SHARD
            + " and shards = ? and position = ? and epoch = ? returning parked",
        row -> row.integer(1),
        move.to().position(),
        move.to().eventId().orElse(null),
        move.handled().count(),
        move.handled().digest(),
        projection,
        slot.text(),
        shard.index(),
        shard.count(),
        move.from().position(),
        move.from().epoch());
  }

  /** So many events more wait. */
  public void park(Session session, String projection, Slot slot, Shard shard, long events) {
    session.update(
        "update " + name + " set parked = parked + ?" + OF_SHARD,
        events,
        projection,
        slot.text(),
        shard.index());
  }

  /**
   * Says of all shards that so many events wait: not less than are its own, and none if there are
   * none. And puts right what was handled, which is known of all shards together only.
   *
   * @param more to be added to what was handled
   */
  public void unpark(Session session, String projection, Slot slot, long waiting, EventTally more) {
    session.update(
        "update " + name + " set parked = ? where name = ? and slot = ?",
        waiting,
        projection,
        slot.text());
    if (!more.equals(EventTally.NONE)) {
      session.update(
          "update "
              + name
              + " set handled = handled + ?, digest = (digest + ?) & "
              + EventTally.MASK
              + OF_SHARD,
          more.count(),
          more.digest(),
          projection,
          slot.text(),
          0);
    }
  }

  /**
   * Begins another epoch of one shard, which fences off whoever worked in the one before.
   *
   * @param splitBy how the rows must be split, if it is known how they are
   * @return the checkpoint in the new epoch; empty if there is no such shard any more
   */
  public Optional<StoredCheckpoint> claim(
      Session session, String projection, Slot slot, Shard shard, SplitBy splitBy) {
    int claimed =
        session.update(
            "update "
                + name
                + " set epoch = epoch + 1"
                + OF_SHARD
                + " and shards = ? and split_by in ('', ?)",
            projection,
            slot.text(),
            shard.index(),
            shard.count(),
            splitBy.text());
    return claimed == 1 ? find(session, projection, slot, shard) : Optional.empty();
  }

  /**
   * Tells whoever runs the serving rows to wait, or to go on: they find another epoch, and look.
   */
  public int setPaused(Session session, String projection, boolean paused) {
    return session.update(
        "update "
            + name
            + " set paused = ?, epoch = epoch + 1 where name = ? and slot = ? and paused <> ?",
        paused,
        projection,
        Slot.SERVING.text(),
        paused);
  }

  /**
   * Says the same definition in the words of today.
   *
   * @param isFence whether whoever goes by the former words is fenced off
   */
  public int redefine(
      Session session,
      String projection,
      StoredCheckpoint stored,
      String definition,
      boolean isFence) {
    return session.update(
        "update "
            + name
            + " set definition = ?, epoch = epoch + ? where name = ? and definition = ?",
        definition,
        isFence ? 1 : 0,
        projection,
        stored.definition());
  }

  /**
   * Later than any that rows begun before had: the number of this transaction, which only grows.
   */
  public long newEpoch(Session session) {
    return session.first("select txid_current()", row -> row.integer(1)).orElseThrow();
  }

  /** Forgets one version of the rows. */
  public void delete(Session session, String projection, Slot slot) {
    session.update("delete from " + name + " where name = ? and slot = ?", projection, slot.text());
  }

  /** Keeps an error, unless another epoch has begun. */
  public void keepError(
      Session session, String projection, Slot slot, Shard shard, long epoch, String error) {
    session.update(
        "update " + name + " set last_error = ?" + OF_SHARD + " and shards = ? and epoch = ?",
        Text.storable(error), // it may quote what the database could not store
        projection,
        slot.text(),
        shard.index(),
        shard.count(),
        epoch);
  }

  private static StoredCheckpoint read(Row row) throws SQLException {
    return new StoredCheckpoint(
        new Shard((int) row.integer(1), (int) row.integer(2)),
        SplitBy.of(row.text(15)),
        new Checkpoint(
            row.uuid(3),
            row.integer(4),
            Optional.ofNullable(row.object(5, UUID.class)),
            row.integer(6)),
        tally(row.object(7, Long.class), row.object(8, Long.class)),
        row.text(9),
        row.text(10),
        row.integer(12),
        row.truth(11),
        row.integer(13),
        Optional.ofNullable(row.object(14, String.class)));
  }

  private static Optional<EventTally> tally(@Nullable Long count, @Nullable Long digest) {
    return count == null || digest == null
        ? Optional.empty()
        : Optional.of(new EventTally(count, digest));
  }
}
