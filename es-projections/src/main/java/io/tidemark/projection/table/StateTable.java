package io.tidemark.projection.table;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import io.tidemark.dataflow.operator.Division;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of a projection remember, beside the table with its rows: each shard has its own.
 * Immutable and thread-safe.
 */
public final class StateTable {
  private static final String SUFFIX = "_state";

  /** Below, one more way to write is not worth its own trip to the server. */
  private static final int COPY_FROM = 50;

  private static final int ROOM_OF_LINE = 256;
  private static final HexFormat HEX = HexFormat.of();

  private static final String COLUMNS = "s.operator, s.grp, s.at, s.tie, s.due, s.value";

  private final String schema;
  private final String name;
  private final String table;

  /** Beside this table. */
  StateTable(String schema, String rowsTable) {
    this.schema = schema;
    this.name = rowsTable + SUFFIX;
    this.table = Identifier.qualified(schema, name);
  }

  /** Entries are changed again and again, so there is room for their next versions. */
  void create(Session session, boolean logged) {
    String unique = name + "_" + UUID.randomUUID().toString().substring(0, 8);
    session.update(
        """
        create %stable %s (shard int not null, operator int not null, grp bytea not null,
          at bigint not null, tie bigint not null, due bigint, value bytea not null,
          constraint %s primary key (shard, operator, grp, at, tie)) with (fillfactor = 80)
        """
            .formatted(logged ? "" : "unlogged ", table, Identifier.quoted(unique)));
    session.update(
        "create index %s on %s (shard, operator, due) where due is not null"
            .formatted(Identifier.quoted(unique + "_due"), table));
  }

  boolean exists(Session session) {
    return Catalog.hasTable(session, schema, name);
  }

  void drop(Session session) {
    session.update("drop table if exists " + table);
  }

  /** Makes it, if it is there, the one beside another table. */
  void rename(Session session, String otherRows) {
    session.update(
        "alter table if exists %s rename to %s"
            .formatted(table, Identifier.quoted(otherRows + SUFFIX)));
  }

  /** Gives what shards remember to so many others; all must be at one same position. */
  public void spread(Session session, int shards, Division division) {
    new StateSpread(session, table, shards, division).run();
  }

  /** A stretch of a group, and the entry before it. */
  public record Stretch(int operator, Tuple group, long from, long through) {}

  /**
   * The first entries of some stretches, and the last one before each.
   *
   * @param most how many of each at the most
   */
  public List<Entry> load(Session session, int shard, Collection<Stretch> stretches, int most) {
    String sql =
        """
        select %1$s from unnest(?::int[], ?::bytea[], ?::bigint[], ?::bigint[])
          as r (operator, grp, first, last)
        cross join lateral (
          (select * from %2$s as s where s.shard = ? and s.operator = r.operator and s.grp = r.grp
            and s.at between r.first and r.last order by s.at, s.tie limit ?)
          union all
          (select * from %2$s as s where s.shard = ? and s.operator = r.operator and s.grp = r.grp
            and s.at < r.first order by s.at desc, s.tie desc limit 1)) as s
        """
            .formatted(COLUMNS, table);
    return session.query(
        sql,
        StateTable::read,
        SqlArray.of("int", stretches.stream().map(Stretch::operator).toList()),
        SqlArray.of(
            "bytea", stretches.stream().map(each -> TupleCodec.encode(each.group())).toList()),
        SqlArray.of("bigint", stretches.stream().map(Stretch::from).toList()),
        SqlArray.of("bigint", stretches.stream().map(Stretch::through).toList()),
        shard,
        most,
        shard);
  }

  /** The last entry before a place, or the first one behind it. */
  public Optional<Entry> next(
      Session session, int shard, int operator, Tuple group, long at, long tie, boolean isBefore) {
    String sql =
        """
        select %s from %s as s where shard = ? and operator = ? and grp = ? and (at, tie) %s (?, ?)
        order by at %4$s, tie %4$s limit 1
        """
            .formatted(COLUMNS, table, isBefore ? "<" : ">", isBefore ? "desc" : "asc");
    return session.first(sql, StateTable::read, shard, operator, TupleCodec.encode(group), at, tie);
  }

  /** When the first of those is due that are due after a time; empty if none is. */
  public OptionalLong nextDue(Session session, int shard, int operator, @Nullable Long after) {
    String sql =
        "select due from %s where shard = ? and operator = ? and due is not null %s order by due limit 1"
            .formatted(table, after == null ? "" : "and due > " + after);
    return session
        .first(sql, row -> row.integer(1), shard, operator)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Those that are due at the next times after one, all of the last of these times. */
  public List<Entry> due(Session session, int shard, int operator, long first, int about) {
    String sql =
        """
        select %1$s from %2$s as s where shard = ? and operator = ? and due >= ? and due <= (
          select max(due) from (select due from %2$s
            where shard = ? and operator = ? and due >= ? order by due limit ?) as first_ones)
        """
            .formatted(COLUMNS, table);
    return session.query(
        sql, StateTable::read, shard, operator, first, shard, operator, first, about);
  }

  /** Writes entries, in the place of those that are there. */
  public void put(Session session, int shard, List<Entry> entries) {
    Portions.of(entries, some -> putSome(session, shard, some));
  }

  private void putSome(Session session, int shard, List<Entry> entries) {
    String sql =
        """
        insert into %s (shard, operator, grp, at, tie, due, value)
        select ?, * from unnest(?::int[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bytea[])
        on conflict (shard, operator, grp, at, tie) do update
          set due = excluded.due, value = excluded.value
        """
            .formatted(table);
    List<@Nullable Long> due = new ArrayList<>();
    entries.forEach(each -> due.add(each.due() == OperatorState.NEVER ? null : each.due()));
    session.update(
        sql,
        shard,
        SqlArray.of("int", entries.stream().map(Entry::operator).toList()),
        SqlArray.of(
            "bytea", entries.stream().map(each -> TupleCodec.encode(each.group())).toList()),
        SqlArray.of("bigint", entries.stream().map(Entry::at).toList()),
        SqlArray.of("bigint", entries.stream().map(Entry::tie).toList()),
        SqlArray.of("bigint", due),
        SqlArray.of(
            "bytea", entries.stream().map(each -> TupleCodec.encode(each.value())).toList()));
  }

  /** Writes entries that are not there; faster than {@link #put} if they are many. */
  public void add(Session session, int shard, List<Entry> entries) {
    if (entries.size() < COPY_FROM || !session.canCopy()) {
      put(session, shard, entries);
      return;
    }
    Portions.of(
        entries,
        some ->
            session.copyIn(
                "copy %s (shard, operator, grp, at, tie, due, value) from stdin".formatted(table),
                () -> some.stream().map(entry -> line(shard, entry)).iterator()));
  }

  private static String line(int shard, Entry entry) {
    StringBuilder line = new StringBuilder(ROOM_OF_LINE);
    line.append(shard).append('\t').append(entry.operator()).append('\t');
    bytes(TupleCodec.encode(entry.group()), line);
    line.append('\t').append(entry.at()).append('\t').append(entry.tie()).append('\t');
    if (entry.due() == OperatorState.NEVER) {
      line.append("\\N");
    } else {
      line.append(entry.due());
    }
    line.append('\t');
    bytes(TupleCodec.encode(entry.value()), line);
    return line.append('\n').toString();
  }

  private static void bytes(byte[] content, StringBuilder line) {
    HEX.formatHex(line.append("\\\\x"), content);
  }

  /** Removes entries; what they remember does not count. */
  public void remove(Session session, int shard, List<Place> places) {
    Portions.of(places, some -> removeSome(session, shard, some));
  }

  private void removeSome(Session session, int shard, List<Place> places) {
    String sql =
        """
        delete from %s as s using unnest(?::int[], ?::bytea[], ?::bigint[], ?::bigint[])
          as r (operator, grp, at, tie)
        where s.shard = ? and s.operator = r.operator and s.grp = r.grp and s.at = r.at
          and s.tie = r.tie
        """
            .formatted(table);
    session.update(
        sql,
        SqlArray.of("int", places.stream().map(Place::operator).toList()),
        SqlArray.of("bytea", places.stream().map(each -> TupleCodec.encode(each.group())).toList()),
        SqlArray.of("bigint", places.stream().map(Place::at).toList()),
        SqlArray.of("bigint", places.stream().map(Place::tie).toList()),
        shard);
  }

  /** Where an entry is. */
  public record Place(int operator, Tuple group, long at, long tie) {}

  private static Entry read(Row row) throws SQLException {
    Long due = row.object(5, Long.class);
    return new Entry(
        (int) row.integer(1),
        TupleCodec.decode(bytes(row, 2)),
        row.integer(3),
        row.integer(4),
        due == null ? OperatorState.NEVER : due,
        TupleCodec.decode(bytes(row, 6)));
  }

  private static byte[] bytes(Row row, int column) throws SQLException {
    Object value = row.object(column);
    return value instanceof byte[] content ? content : new byte[0];
  }
}
