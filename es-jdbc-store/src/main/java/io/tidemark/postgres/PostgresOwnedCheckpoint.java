package io.tidemark.postgres;

import io.tidemark.Text;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.jdbc.Session;
import io.tidemark.subscription.Checkpoint;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner of a checkpoint holds: a session with the lock. Everything is done on that
 * session, so an owner whose session is gone can change nothing; and by compare-and-set under its
 * epoch, so neither can one that lost the lock in another way.
 */
final class PostgresOwnedCheckpoint implements OwnedCheckpoint {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresOwnedCheckpoint.class);

  /** Lets the server notice within half a minute that the owner is gone, and its lock with it. */
  static final String KEEP_ALIVE =
      "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

  /** A pool takes the connection back as it was. */
  private static final String RESET =
      "reset tcp_keepalives_idle; reset tcp_keepalives_interval; reset tcp_keepalives_count";

  private final Session session;
  private final String table;
  private final String name;
  private Checkpoint known;

  PostgresOwnedCheckpoint(Session session, String table, String name, Checkpoint known) {
    this.session = session;
    this.table = table;
    this.name = name;
    this.known = known;
  }

  @Override
  public Checkpoint checkpoint() {
    return known;
  }

  @Override
  public boolean confirm() {
    return session
        .first(
            "select 1 from " + table + " where name = ? and position = ? and epoch = ?",
            row -> true,
            name,
            known.position(),
            known.epoch())
        .orElse(false);
  }

  @Override
  public boolean moveTo(Checkpoint to) {
    int moved =
        session.update(
            "update "
                + table
                + " set position = ?, event_id = ?, updated_at = clock_timestamp(), last_error = null"
                + " where name = ? and position = ? and epoch = ? and epoch = ?",
            to.position(),
            to.eventId().orElse(null),
            name,
            known.position(),
            known.epoch(),
            to.epoch());
    if (moved == 1) {
      known = to;
    }
    return moved == 1;
  }

  @Override
  public void keepError(String error) {
    session.update(
        "update " + table + " set last_error = ? where name = ? and epoch = ?",
        Text.storable(error), // it may quote what the database could not store
        name,
        known.epoch());
  }

  /** The lock is given back first, since a pool keeps the session. */
  @Override
  public void close() {
    try (var connection = session.connection()) {
      if (!connection.isClosed()) {
        session.query("select pg_advisory_unlock_all()", row -> true);
        session.update(RESET);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("The session of checkpoint {} was gone already", name, e);
    }
  }
}
