package peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/** Plain pgjdbc on one table: what PostgreSQL allows with no framework. */
final class LimitPeer implements Peer {
  static final String SCHEMA =
      """
        create table if not exists log(
          position bigserial primary key, stream text not null, version bigint not null, type text not null,
          data jsonb not null, meta jsonb not null, created_at timestamptz not null default now(),
          unique(stream, version))""";

  private final String database;
  private final HikariDataSource pool;
  private final boolean notify;

  LimitPeer(String database, boolean notify) {
    this.database = database;
    this.notify = notify;
    pool = Db.pool(database, true, 17, "");
  }

  @Override
  public void append(String stream, long version, List<Event> events) throws Exception {
    try (Connection c = pool.getConnection()) {
      if (events.size() == 1) {
        String sql =
            "insert into log(stream,version,type,data,meta) values(?,?,?,?::jsonb,?::jsonb)";
        if (notify) sql = "with i as (" + sql + " returning 1) select pg_notify('log','') from i";
        try (var s = c.prepareStatement(sql)) {
          Event e = events.get(0);
          s.setString(1, stream);
          s.setLong(2, version);
          s.setString(3, "Booked");
          s.setString(4, e.json());
          s.setString(5, e.meta());
          s.execute();
        }
      } else {
        try (var s =
            c.prepareStatement(
                "insert into log(stream,version,type,data,meta) select ?, ?+o, 'Booked', d::jsonb, m::jsonb"
                    + " from unnest(?::text[], ?::text[]) with ordinality as u(d,m,o)")) {
          s.setString(1, stream);
          s.setLong(2, version - 1);
          s.setArray(3, c.createArrayOf("text", events.stream().map(Event::json).toArray()));
          s.setArray(4, c.createArrayOf("text", events.stream().map(Event::meta).toArray()));
          s.execute();
        }
      }
    } catch (SQLException e) {
      if ("23505".equals(e.getSQLState())) throw new Conflict(e);
      throw e;
    }
  }

  @Override
  public long version(String stream) throws Exception {
    try (Connection c = pool.getConnection();
        var s = c.prepareStatement("select coalesce(max(version)+1,0) from log where stream=?")) {
      s.setString(1, stream);
      var r = s.executeQuery();
      r.next();
      return r.getLong(1);
    }
  }

  @Override
  public Totals load(String stream) throws Exception {
    try (Connection c = pool.getConnection();
        var s =
            c.prepareStatement(
                "select version, type, data, meta from log where stream=? order by version")) {
      s.setString(1, stream);
      var t = new Totals();
      var r = s.executeQuery();
      while (r.next()) t.add(Event.parse(r.getString(3)));
      return t;
    }
  }

  /** L5: one cursor, fetch size 10,000, payload parsed. */
  @Override
  public Totals replay() throws Exception {
    return cursor(true);
  }

  /** L4 (parse = false) and L5. */
  Totals cursor(boolean parse) throws Exception {
    var t = new Totals();
    try (Connection c = DriverManager.getConnection(Db.url(database))) {
      c.setAutoCommit(false);
      try (var s =
          c.prepareStatement(
              "select position, stream, version, type, data, meta from log order by position")) {
        s.setFetchSize(10_000);
        var r = s.executeQuery();
        while (r.next()) {
          if (parse) t.add(Event.parse(r.getString(5)));
          else t.events++;
        }
      }
    }
    return t;
  }

  /** L6: raw COPY out; returns the rows (newlines) seen. */
  long copyOut() throws Exception {
    try (Connection c = DriverManager.getConnection(Db.url(database))) {
      var out =
          c.unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "copy (select position, stream, version, type, data, meta from log order by position) to stdout");
      long rows = 0;
      while (out.readFromCopy() != null) rows++;
      return rows;
    }
  }

  /**
   * Bulk ingest by one thread, in commits of {@code batch} rows: "insert" (reWriteBatchedInserts),
   * "unnest" or "copy".
   */
  long bulk(String how, int batch, double seconds) throws Exception {
    String stream = "bulk-" + how + "-" + System.nanoTime();
    long n = 0, end = System.nanoTime() + (long) (seconds * 1e9);
    try (Connection c =
        DriverManager.getConnection(Db.url(database) + "&reWriteBatchedInserts=true")) {
      while (System.nanoTime() < end) {
        var events = Event.list(stream, n, batch);
        switch (how) {
          case "insert" -> {
            c.setAutoCommit(false);
            try (var s =
                c.prepareStatement(
                    "insert into log(stream,version,type,data,meta) values(?,?,?,?::jsonb,?::jsonb)")) {
              for (Event e : events) {
                s.setString(1, stream);
                s.setLong(2, e.n());
                s.setString(3, "Booked");
                s.setString(4, e.json());
                s.setString(5, e.meta());
                s.addBatch();
              }
              s.executeBatch();
            }
            c.commit();
          }
          case "unnest" -> {
            try (var s =
                c.prepareStatement(
                    "insert into log(stream,version,type,data,meta) select ?, ?+o, 'Booked', d::jsonb, m::jsonb"
                        + " from unnest(?::text[], ?::text[]) with ordinality as u(d,m,o)")) {
              s.setString(1, stream);
              s.setLong(2, n - 1);
              s.setArray(3, c.createArrayOf("text", events.stream().map(Event::json).toArray()));
              s.setArray(4, c.createArrayOf("text", events.stream().map(Event::meta).toArray()));
              s.execute();
            }
          }
          case "copy" -> {
            var text = new StringBuilder(batch * 300);
            for (Event e : events)
              text.append(stream)
                  .append('\t')
                  .append(e.n())
                  .append("\tBooked\t")
                  .append(e.json())
                  .append('\t')
                  .append(e.meta())
                  .append('\n');
            c.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    "copy log(stream,version,type,data,meta) from stdin",
                    new java.io.StringReader(text.toString()));
          }
          default -> throw new IllegalArgumentException(how);
        }
        n += batch;
      }
    }
    return n;
  }

  /**
   * Server-side: per batch one INSERT..SELECT..ON CONFLICT that aggregates, plus the checkpoint, in
   * one commit.
   */
  @Override
  public void project(long events) throws Exception {
    Db.execute(
        database,
        "drop table if exists balance_limit, checkpoint_limit",
        "create table balance_limit(account text primary key, count bigint not null, sum bigint not null)",
        "create table checkpoint_limit(position bigint not null)",
        "insert into checkpoint_limit values(0)");
    int batch = 1000;
    try (Connection c = pool.getConnection()) {
      c.setAutoCommit(false);
      try (var up =
              c.prepareStatement(
                  "insert into balance_limit as b select data->>'account', count(*), sum((data->>'amount')::bigint) from log"
                      + " where position > ? and position <= ? group by 1 on conflict(account) do update set count=b.count+excluded.count, sum=b.sum+excluded.sum");
          var cp = c.prepareStatement("update checkpoint_limit set position=?")) {
        for (long p = 0; p < events; p += batch) {
          up.setLong(1, p);
          up.setLong(2, p + batch);
          up.executeUpdate();
          cp.setLong(1, p + batch);
          cp.executeUpdate();
          c.commit();
        }
      }
      c.setAutoCommit(true);
    }
  }

  /** With notify: LISTEN wakes the reader; without: it polls each 10 ms. */
  @Override
  public AutoCloseable subscribe(LongConsumer handler) throws Exception {
    Connection c = DriverManager.getConnection(Db.url(database));
    long start;
    try (var s = c.createStatement()) {
      s.execute("listen log");
      var r = s.executeQuery("select coalesce(max(position),0) from log");
      r.next();
      start = r.getLong(1);
    }
    Thread thread =
        new Thread(
            () -> {
              long position = start;
              try (var s =
                  c.prepareStatement(
                      "select position, data from log where position > ? order by position limit 1000")) {
                while (!Thread.currentThread().isInterrupted()) {
                  if (notify) c.unwrap(PGConnection.class).getNotifications(1000);
                  else Thread.sleep(10);
                  s.setLong(1, position);
                  var r = s.executeQuery();
                  while (r.next()) {
                    position = r.getLong(1);
                    handler.accept(Event.parse(r.getString(2)).n());
                  }
                }
              } catch (InterruptedException | SQLException e) {
                /* closed */
              }
            });
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join(3000);
      c.close();
    };
  }

  @Override
  public void close() {
    pool.close();
  }
}
