package io.tidemark.projection.table;

import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import io.tidemark.dataflow.operator.Division;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives what some shards remember to so many others, in their transaction: groups that are of one
 * shard go to it, and what each shard remembers is what the first one does.
 *
 * @param table quoted
 */
record StateSpread(Session session, String table, int shards, Division division) {
  private static final int GROUPS_AT_ONCE = 10_000;

  /** What an operator remembers of one group. */
  private record Group(int operator, Tuple values) {
    private static final Group BEFORE_ALL = new Group(-1, Tuple.EMPTY);

    static Group read(Row row) throws SQLException {
      byte[] values = (byte[]) Objects.requireNonNull(row.object(2));
      return new Group((int) row.integer(1), TupleCodec.decode(values));
    }

    byte[] bytes() {
      return TupleCodec.encode(values);
    }
  }

  void run() {
    Set<Integer> shared = division.isDivided() ? movedGroups() : Set.of();
    session.update("delete from %s where shard >= ?".formatted(table), shards);
    session.update(
        """
        insert into %1$s select n, operator, grp, at, tie, due, value
        from %1$s cross join generate_series(1, ? - 1) as n
        where shard = 0 and (operator = any (?) or not ?)
        on conflict do nothing
        """
            .formatted(table),
        shards,
        SqlArray.of("int", shared),
        division.isDivided());
  }

  /** Moves what one shard has alone; gives the operators of which each has all groups. */
  private Set<Integer> movedGroups() {
    Set<Integer> shared = new TreeSet<>();
    int before =
        session.first("select max(shard) from " + table, row -> (int) row.integer(1)).orElse(0);
    for (int shard = 0; shard <= before; shard++) {
      List<Group> some = groups(shard, Group.BEFORE_ALL);
      while (!some.isEmpty()) {
        move(shard, some, shared);
        some = groups(shard, some.get(some.size() - 1));
      }
    }
    return shared;
  }

  private List<Group> groups(int shard, Group after) {
    return session.query(
        """
        select distinct operator, grp from %s where shard = ? and (operator, grp) > (?, ?)
        order by operator, grp limit ?
        """
            .formatted(table),
        Group::read,
        shard,
        after.operator(),
        after.bytes(),
        GROUPS_AT_ONCE);
  }

  private void move(int shard, List<Group> groups, Set<Integer> shared) {
    List<Group> moved = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (Group group : groups) {
      OptionalInt owner = division.shardOf(group.operator(), group.values(), shards);
      if (owner.isEmpty()) {
        shared.add(group.operator());
      } else if (owner.getAsInt() != shard) {
        moved.add(group);
        owners.add(owner.getAsInt());
      }
    }
    session.update(
        """
        update %s as s set shard = r.shard
        from unnest(?::int[], ?::bytea[], ?::int[]) as r (operator, grp, shard)
        where s.shard = ? and s.operator = r.operator and s.grp = r.grp
        """
            .formatted(table),
        SqlArray.of("int", moved.stream().map(Group::operator).toList()),
        SqlArray.of("bytea", moved.stream().map(Group::bytes).toList()),
        SqlArray.of("int", owners),
        shard);
  }
}
