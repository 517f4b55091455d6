package io.tidemark.projection.checkpoint;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.projection.table.Identifier;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Who runs projections, by the tables of members and leases: who runs one as a whole is a member
 * that takes no shards. Times are the database's. Thread-safe.
 */
public final class RunnerTable {
  private final String members;
  private final String leases;

  public RunnerTable(String schema) {
    this.members = Identifier.qualified(schema, LeaseTable.MEMBERS);
    this.leases = Identifier.qualified(schema, LeaseTable.LEASES);
  }

  /** Says that somebody runs these projections as a whole, in one statement for all of them. */
  public void attend(
      Session session, Collection<String> names, LeaseTable.Member member, Duration lease) {
    session.update(
        "insert into "
            + members
            + " (name, member, title, alive_until, heard_at, takes_shards)"
            + " select these.name, ?::uuid, ?::text, "
            + LeaseTable.UNTIL
            + ", clock_timestamp(), false from unnest(?::text[]) as these (name)"
            + " on conflict (name, member) do update set alive_until = excluded.alive_until,"
            + " heard_at = excluded.heard_at, is_present = true",
        member.id(),
        member.title(),
        lease.toMillis(),
        SqlArray.of("text", names));
  }

  /** Forgets those who ran these projections and are gone, because somebody else runs them now. */
  public void forgetGone(Session session, Collection<String> names) {
    session.update(
        "delete from " + members + " where name = any(?) and " + LeaseTable.IS_GONE,
        SqlArray.of("text", names));
  }

  /** Says that somebody stops running a projection; who ran it last stays known. */
  public void leave(Session session, String name, LeaseTable.Member member) {
    session.update(
        "update "
            + members
            + " set alive_until = clock_timestamp(), heard_at = clock_timestamp(),"
            + " is_present = false"
            + " where name = ? and member = ?",
        name,
        member.id());
  }

  /** All who run a projection, or did. */
  public List<Runner> all(Session session, String name) {
    return session.query(
        "select shard, title, case when is_alive then until else least(until, clock_timestamp()) end,"
            + " is_alive, is_present from (select l.shard, coalesce(m.title, 'unknown') as title,"
            + " coalesce(l.until, clock_timestamp()) as until, l.owner is not null"
            + " and l.until >= clock_timestamp() and not coalesce("
            + LeaseTable.IS_GONE
            + ", false) as is_alive, l.owner is not null as is_present from "
            + leases
            + " l left join "
            + members
            + " m on m.name = l.name and m.member = l.owner where l.name = ?"
            + " union all select ?, title, alive_until, not "
            + LeaseTable.IS_GONE
            + ", is_present from "
            + members
            + " where name = ? and not takes_shards) runners order by 1, 2",
        RunnerTable::read,
        name,
        Runner.WHOLE,
        name);
  }

  private static Runner read(Row row) throws SQLException {
    return new Runner(
        (int) row.integer(1), row.text(2), row.instant(3), row.truth(4), row.truth(5));
  }

  /**
   * Who runs a projection, or did.
   *
   * @param shard the shard; {@link #WHOLE} if all of it
   * @param title for people
   * @param until when the database is to take it for gone, or has
   * @param isAlive whether that is still to come
   * @param isPresent whether it has not said that it stops
   */
  public record Runner(int shard, String title, Instant until, boolean isAlive, boolean isPresent) {
    public static final int WHOLE = -1;

    /** Whether nothing is heard from it, though it never said that it stops. */
    public boolean isMissed() {
      return isPresent && !isAlive;
    }
  }
}
