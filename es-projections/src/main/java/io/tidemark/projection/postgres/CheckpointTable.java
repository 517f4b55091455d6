package io.tidemark.projection.postgres;

import io.tidemark.Text;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.subscription.Checkpoint;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The table of checkpoints: one row for each version of a projection's rows. Thread-safe. */
public final class CheckpointTable {
  private static final String TABLE = "projections";

  private final String schema;
  private final String name;

  CheckpointTable(String schema) {
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
  }

  /** Several processes may begin at once, and a role that may not create anything may go on. */
  void createIfMissing(Session session) {
    session.update(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        "tidemark projections in " + schema);
    if (exists(session)) {
      return;
    }
    if (!Catalog.hasSchema(session, schema)) {
      session.update("create schema " + Identifier.quoted(schema));
    }
    session.update(
        """
        create table %s (
          name text not null,
          slot text not null check (slot in ('live', 'rebuild')),
          log_id uuid not null,
          position bigint not null check (position >= 0),
          event_id uuid,
          epoch bigint not null,
          definition text not null,
          started_at timestamptz not null default clock_timestamp(),
          updated_at timestamptz not null default clock_timestamp(),
          last_error text,
          primary key (name, slot)
        )
        """
            .formatted(name));
  }

  /** Whether any projection of the schema has begun. */
  public boolean exists(Session session) {
    return Catalog.hasTable(session, schema, TABLE);
  }

  /** The checkpoint of one version of the rows, if there is one. */
  public Optional<StoredCheckpoint> find(Session session, String projection, Slot slot) {
    return find(session, projection, slot, "");
  }

  /** Nobody else moves it until the transaction ends. */
  public Optional<StoredCheckpoint> lock(Session session, String projection, Slot slot) {
    return find(session, projection, slot, " for update");
  }

  private Optional<StoredCheckpoint> find(
      Session session, String projection, Slot slot, String lock) {
    return session.first(
        "select log_id, position, event_id, epoch, definition, last_error from "
            + name
            + " where name = ? and slot = ?"
            + lock,
        CheckpointTable::read,
        projection,
        slot.text());
  }

  void insert(Session session, String projection, Slot slot, StoredCheckpoint first) {
    session.update(
        "insert into "
            + name
            + " (name, slot, log_id, position, epoch, definition) values (?, ?, ?, ?, ?, ?)",
        projection,
        slot.text(),
        first.checkpoint().logId(),
        first.position(),
        first.checkpoint().epoch(),
        first.definition());
  }

  /**
   * Moves it if it is still where the mover believes; false if not. This is what keeps every event
   * applied exactly once, whoever else believes to be the one who does it.
   */
  boolean move(Session session, String projection, Slot slot, Move move) {
    return session.update(
            "update "
                + name
                + " set position = ?, event_id = ?, updated_at = clock_timestamp(), last_error = null"
                + " where name = ? and slot = ? and position = ? and epoch = ?",
            move.to().position(),
            move.to().eventId().orElse(null),
            projection,
            slot.text(),
            move.from().position(),
            move.from().epoch())
        == 1;
  }

  /** Says the same definition in the words of today. */
  int redefine(Session session, String projection, StoredCheckpoint stored, String definition) {
    return session.update(
        "update " + name + " set definition = ? where name = ? and definition = ?",
        definition,
        projection,
        stored.definition());
  }

  /** The serving rows are from now on those of a rebuild. */
  public void replaceServing(Session session, String projection, StoredCheckpoint next) {
    session.update(
        "update "
            + name
            + " set log_id = ?, position = ?, event_id = ?, epoch = ?, definition = ?,"
            + " started_at = clock_timestamp(), updated_at = clock_timestamp(), last_error = null"
            + " where name = ? and slot = ?",
        next.checkpoint().logId(),
        next.position(),
        next.checkpoint().eventId().orElse(null),
        next.checkpoint().epoch(),
        next.definition(),
        projection,
        Slot.SERVING.text());
  }

  /** Forgets one version of the rows. */
  public void delete(Session session, String projection, Slot slot) {
    session.update("delete from " + name + " where name = ? and slot = ?", projection, slot.text());
  }

  void keepError(Session session, String projection, String error) {
    session.update(
        "update " + name + " set last_error = ? where name = ? and slot = ?",
        Text.storable(error), // it may quote what the database could not store
        projection,
        Slot.SERVING.text());
  }

  private static StoredCheckpoint read(Row row) throws SQLException {
    Checkpoint checkpoint =
        new Checkpoint(
            row.uuid(1),
            row.integer(2),
            Optional.ofNullable(row.object(3, UUID.class)),
            row.integer(4));
    return new StoredCheckpoint(
        checkpoint, row.text(5), Optional.ofNullable(row.object(6, String.class)));
  }

  /** From one checkpoint to the next. */
  record Move(Checkpoint from, Checkpoint to) {}
}
