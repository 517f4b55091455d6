package io.tidemark.projection.checkpoint;

import io.tidemark.Text;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.table.Catalog;
import io.tidemark.projection.table.Identifier;
import io.tidemark.projection.table.Slot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table of events that projections have put aside: one row for each event and each row that it
 * did not change. Whoever writes to it has locked the checkpoints. Thread-safe.
 */
public final class ParkedTable {
  private static final String TABLE = "parked_events";
  private static final String OF_SLOT = " where projection = ? and slot = ?";

  /** No version of the rows is called so. */
  private static final String BETWEEN = "exchanged";

  private static final String THESE =
      " unnest(?::text[], ?::bigint[], ?::text[]) as these (key, position, error)"
          + " where p.projection = ? and p.slot = ? and p.key = these.key"
          + " and p.position = these.position";

  private final String schema;
  private final String name;

  /** That of read models in this schema. */
  public ParkedTable(String schema) {
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
  }

  /** Whether there is one. */
  public boolean exists(Session session) {
    return Catalog.hasTable(session, schema, TABLE);
  }

  /** After whoever makes tables here has locked out others who do. */
  public void createIfMissing(Session session) {
    if (!exists(session)) {
      session.update(
          """
          create table %s (
            projection text not null,
            slot text not null,
            key text collate "C" not null,
            position bigint not null,
            event_id uuid not null,
            event_type text not null,
            state text not null check (state in ('parked', 'skipped', 'discarded')),
            decoded boolean not null,
            attempts integer not null,
            error text,
            since timestamptz not null default clock_timestamp(),
            reason text,
            primary key (projection, slot, key, position)
          )
          """
              .formatted(name));
    }
  }

  /** Which of these keys wait. */
  public Set<String> waiting(
      Session session, String projection, Slot slot, Collection<String> keys) {
    return new HashSet<>(
        session.query(
            "select key from unnest(?::text[]) as these (key) where exists (select from "
                + name
                + " as p where p.projection = ? and p.slot = ? and p.key = these.key"
                + " and p.state = 'parked')",
            row -> row.text(1),
            SqlArray.of("text", keys),
            projection,
            slot.text()));
  }

  /** How many events wait, for all rows together. */
  public long countWaiting(Session session, String projection, Slot slot) {
    return session
        .first(
            "select count(*) from " + name + OF_SLOT + " and state = 'parked'",
            row -> row.integer(1),
            projection,
            slot.text())
        .orElse(0L);
  }

  /** Puts events aside. */
  public void put(Session session, String projection, Slot slot, List<ParkedEvent> events) {
    session.update(
        "insert into "
            + name
            + " (projection, slot, key, position, event_id, event_type, state, decoded, attempts,"
            + " error) select ?, ?, * from unnest(?::text[], ?::bigint[], ?::uuid[], ?::text[],"
            + " ?::text[], ?::boolean[], ?::integer[], ?::text[])",
        projection,
        slot.text(),
        array("text", events, ParkedEvent::key),
        array("bigint", events, ParkedEvent::position),
        array("uuid", events, ParkedEvent::eventId),
        array("text", events, ParkedEvent::eventType),
        array("text", events, event -> text(event.state())),
        array("boolean", events, ParkedEvent::isDecoded),
        array("integer", events, ParkedEvent::attempts),
        array("text", events, event -> error(event.error())));
  }

  /**
   * Which of those that were put aside are to be read, ordered by key and then position.
   *
   * @param key for the row with this key only; null for all rows
   * @param waitingOnly without what was skipped or discarded
   * @param afterKey with greater keys, or this one and a position after that
   */
  public record Selection(
      @Nullable String key, boolean waitingOnly, String afterKey, long afterPosition) {}

  /** The first of these. */
  public List<ParkedEvent> page(
      Session session, String projection, Slot slot, Selection wanted, int limit) {
    List<Object> parameters =
        new ArrayList<>(
            List.of(projection, slot.text(), wanted.afterKey(), wanted.afterPosition()));
    if (wanted.key() != null) {
      parameters.add(wanted.key());
    }
    parameters.add(limit);
    return session.query(
        "select key, position, event_id, event_type, state, decoded, attempts, error, since, reason"
            + " from "
            + name
            + OF_SLOT
            + " and (key, position) > (?, ?)"
            + (wanted.key() == null ? "" : " and key = ?")
            + (wanted.waitingOnly() ? " and state = 'parked'" : "")
            + " order by key, position limit ?",
        ParkedTable::read,
        parameters.toArray());
  }

  /** Forgets some, because they have changed their rows. */
  public void delete(Session session, String projection, Slot slot, List<ParkedEvent> events) {
    session.update(
        "delete from " + name + " as p using" + THESE,
        array("text", events, ParkedEvent::key),
        array("bigint", events, ParkedEvent::position),
        array("text", events, event -> null),
        projection,
        slot.text());
  }

  /** Keeps what came of another try. */
  public void keepErrors(Session session, String projection, Slot slot, List<ParkedEvent> events) {
    session.update(
        "update " + name + " as p set error = these.error, attempts = p.attempts + 1 from" + THESE,
        array("text", events, ParkedEvent::key),
        array("bigint", events, ParkedEvent::position),
        array("text", events, event -> error(event.error())),
        projection,
        slot.text());
  }

  /** Decides that an event, which waits or was skipped, is never to change a row. */
  public int discard(Session session, String projection, Slot slot, long position, String reason) {
    return session.update(
        "update "
            + name
            + " set state = 'discarded', reason = ?"
            + OF_SLOT
            + " and position = ? and state <> 'discarded'",
        Text.storable(reason),
        projection,
        slot.text(),
        position);
  }

  /** The same for all events that were put aside for one row. */
  public int discardAll(Session session, String projection, Slot slot, String key, String reason) {
    return session.update(
        "update "
            + name
            + " set state = 'discarded', reason = ?"
            + OF_SLOT
            + " and key = ? and state <> 'discarded'",
        Text.storable(reason),
        projection,
        slot.text(),
        key);
  }

  /**
   * Goes along with an exchange of the serving rows and those of a slot, by which the serving ones
   * become the previous ones.
   */
  public void exchange(Session session, String projection, Slot slot) {
    if (slot != Slot.PREVIOUS) {
      delete(session, projection, Slot.PREVIOUS);
    }
    rename(session, projection, Slot.SERVING.text(), BETWEEN);
    rename(session, projection, slot.text(), Slot.SERVING.text());
    rename(session, projection, BETWEEN, Slot.PREVIOUS.text());
  }

  private void rename(Session session, String projection, String slot, String other) {
    session.update("update " + name + " set slot = ?" + OF_SLOT, other, projection, slot);
  }

  /** Forgets what belongs to one version of the rows. */
  public void delete(Session session, String projection, Slot slot) {
    session.update("delete from " + name + OF_SLOT, projection, slot.text());
  }

  /**
   * Counts them: keys that wait; events that wait, were skipped, were discarded; and since when the
   * first waits, null if none does.
   */
  public <T> Optional<T> count(Session session, String projection, Slot slot, RowMapper<T> mapper) {
    return session.first(
        "select count(distinct key) filter (where state = 'parked'),"
            + " count(*) filter (where state = 'parked'),"
            + " count(*) filter (where state = 'skipped'),"
            + " count(*) filter (where state = 'discarded'),"
            + " min(since) filter (where state = 'parked') from "
            + name
            + OF_SLOT,
        mapper,
        projection,
        slot.text());
  }

  private static ParkedEvent read(Row row) throws SQLException {
    return new ParkedEvent(
        row.text(1),
        row.integer(2),
        row.uuid(3),
        row.text(4),
        ParkedEvent.State.valueOf(row.text(5).toUpperCase(Locale.ROOT)),
        row.truth(6),
        (int) row.integer(7),
        Optional.ofNullable(row.textOrNull(8)),
        row.instant(9),
        Optional.ofNullable(row.textOrNull(10)));
  }

  private static String text(ParkedEvent.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** It may quote what the database could not store. */
  private static @Nullable String error(Optional<String> error) {
    return error.map(Text::storable).orElse(null);
  }

  private static SqlArray array(
      String type, List<ParkedEvent> events, Function<ParkedEvent, @Nullable Object> value) {
    return SqlArray.of(type, events.stream().map(value).toList());
  }
}
