package io.tidemark.projection.checkpoint;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.table.Catalog;
import io.tidemark.projection.table.Identifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tables of who takes part in a projection that is split, and of who has which shard until
 * when. Times are the database's: no clock of any process is asked. Thread-safe.
 */
public final class LeaseTable {
  public static final String LEASES = "projection_leases";
  public static final String MEMBERS = "projection_members";
  public static final String UNTIL = "clock_timestamp() + ? * interval '1 millisecond'";

  /**
   * Of a member from which nothing is heard. If it was heard from at a time that is still to come,
   * the clock of the database was set back since; who is there says so again in the next round.
   */
  static final String IS_GONE =
      "(alive_until < clock_timestamp() or coalesce(heard_at > clock_timestamp(), false))";

  /** Without it the table of members is from before the time was kept at which each said so. */
  private static final String NEWEST_COLUMN = "heard_at";

  /**
   * No lease is so long: one that ends later is from before the clock of the database was set back,
   * and its owner, if there still is one, will make another. Several times the own one, since other
   * processes may have been told another.
   */
  private static final String TOO_LATE = "clock_timestamp() + ? * interval '5 milliseconds'";

  private static final String IS_FREE =
      "(owner is null or until < clock_timestamp() or until > " + TOO_LATE + ")";

  private final String schema;
  private final String leases;
  private final String members;

  public LeaseTable(String schema) {
    this.schema = schema;
    this.leases = Identifier.qualified(schema, LEASES);
    this.members = Identifier.qualified(schema, MEMBERS);
  }

  /** After the table of checkpoints, whose lock whoever makes tables holds. */
  public void createIfMissing(Session session) {
    if (exists(session)) {
      return;
    }
    if (Catalog.hasTable(session, schema, MEMBERS)) {
      session.update(
          "alter table "
              + members
              + " add column if not exists takes_shards boolean not null default true,"
              + " add column if not exists is_present boolean not null default true,"
              + " add column if not exists heard_at timestamptz");
      return;
    }
    session.update(
        """
        create table %s (
          name text not null,
          member uuid not null,
          title text not null,
          alive_until timestamptz not null,
          takes_shards boolean not null default true,
          is_present boolean not null default true,
          heard_at timestamptz,
          primary key (name, member)
        )
        """
            .formatted(members));
    session.update(
        """
        create table %s (
          name text not null,
          shard integer not null,
          owner uuid,
          until timestamptz,
          primary key (name, shard)
        )
        """
            .formatted(leases));
  }

  public boolean exists(Session session) {
    return Catalog.hasColumn(session, schema, MEMBERS, NEWEST_COLUMN);
  }

  /** Says that this process is there, and gives all that are, in an order that all agree on. */
  public List<UUID> attend(Session session, String projection, Member member, Duration lease) {
    session.update(
        "insert into "
            + members
            + " (name, member, title, alive_until, heard_at) values (?, ?, ?, "
            + UNTIL
            + ", clock_timestamp()) on conflict (name, member) do update"
            + " set alive_until = excluded.alive_until, heard_at = excluded.heard_at",
        projection,
        member.id(),
        member.title(),
        lease.toMillis());
    return session.query(
        "select member from "
            + members
            + " where name = ? and takes_shards"
            + " and (member = ? or alive_until between clock_timestamp() and "
            + TOO_LATE
            + ") order by member",
        row -> row.uuid(1),
        projection,
        member.id(),
        lease.toMillis());
  }

  /** Makes the leases of this process longer, and gives those of all. */
  public List<Lease> renew(Session session, String projection, Member member, Duration lease) {
    session.update(
        "update " + leases + " set until = " + UNTIL + " where name = ? and owner = ?",
        lease.toMillis(),
        projection,
        member.id());
    return session.query(
        "select shard, owner, " + IS_FREE + " from " + leases + " where name = ? order by shard",
        row ->
            new Lease(
                (int) row.integer(1), Optional.ofNullable(row.object(2, UUID.class)), row.truth(3)),
        lease.toMillis(),
        projection);
  }

  /** There is one lease for each shard, and no other. */
  public void fit(Session session, String projection, int shards) {
    session.update(
        "insert into "
            + leases
            + " (name, shard) select ?, generate_series(0, ?) on conflict do nothing",
        projection,
        shards - 1);
    session.update("delete from " + leases + " where name = ? and shard >= ?", projection, shards);
    session.update("delete from " + members + " where name = ? and " + IS_GONE, projection);
  }

  /** Takes a shard that nobody has; false if somebody else was quicker. */
  public boolean take(
      Session session, String projection, int shard, Member member, Duration lease) {
    return session.update(
            "update "
                + leases
                + " set owner = ?, until = "
                + UNTIL
                + " where name = ? and shard = ?"
                + " and "
                + IS_FREE,
            member.id(),
            lease.toMillis(),
            projection,
            shard,
            lease.toMillis())
        == 1;
  }

  /** Lets somebody else have a shard at once. */
  public void giveBack(Session session, String projection, int shard, Member member) {
    session.update(
        "update " + leases + " set owner = null where name = ? and shard = ? and owner = ?",
        projection,
        shard,
        member.id());
  }

  /** Takes part no more. */
  public void leave(Session session, String projection, Member member) {
    session.update(
        "update " + leases + " set owner = null where name = ? and owner = ?",
        projection,
        member.id());
    session.update(
        "delete from " + members + " where name = ? and member = ?", projection, member.id());
  }

  /**
   * Who takes part.
   *
   * @param id its own, new with every group
   * @param title for people
   */
  public record Member(UUID id, String title) {
    public static Member ofThisProcess() {
      return new Member(UUID.randomUUID(), "process " + ProcessHandle.current().pid());
    }
  }

  /**
   * Who has a shard.
   *
   * @param isFree whether nobody has it, or not any more
   */
  public record Lease(int shard, Optional<UUID> owner, boolean isFree) {}
}
