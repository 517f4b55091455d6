package peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * message-db 1.3: its SQL functions called through JDBC. Stream names are category-id; the category
 * is "account".
 */
final class MessageDbPeer implements Peer {
  private final HikariDataSource pool;
  private final String database;
  private final int batch;

  /**
   * @param batch rows per get_category_messages call; the function's default is 1000
   */
  MessageDbPeer(String database, int batch) {
    this.database = database;
    this.batch = batch;
    pool = Db.pool(database, false, 17, "&currentSchema=message_store");
  }

  @Override
  public void append(String stream, long version, List<Event> events) throws Exception {
    try (Connection c = pool.getConnection();
        var s = c.prepareStatement("select write_message(?,?,?,?::jsonb,?::jsonb,?)")) {
      try {
        for (int i = 0; i < events.size(); i++) {
          Event e = events.get(i);
          s.setString(1, UUID.randomUUID().toString());
          s.setString(2, stream);
          s.setString(3, "Booked");
          s.setString(4, e.json());
          s.setString(5, e.meta());
          s.setLong(6, version - 1 + i);
          s.execute();
        }
        c.commit();
      } catch (SQLException e) {
        c.rollback();
        if (e.getMessage().contains("Wrong expected version")) throw new Conflict(e);
        throw e;
      }
    }
  }

  @Override
  public long version(String stream) throws Exception {
    try (Connection c = pool.getConnection();
        var s = c.prepareStatement("select coalesce(stream_version(?)+1,0)")) {
      s.setString(1, stream);
      var r = s.executeQuery();
      r.next();
      long v = r.getLong(1);
      c.commit();
      return v;
    }
  }

  @Override
  public Totals load(String stream) throws Exception {
    var t = new Totals();
    try (Connection c = pool.getConnection();
        var s = c.prepareStatement("select * from get_stream_messages(?,?,?)")) {
      long from = 0;
      long got;
      do {
        got = 0;
        s.setString(1, stream);
        s.setLong(2, from);
        s.setLong(3, 1000);
        var r = s.executeQuery();
        while (r.next()) {
          t.add(Event.parse(r.getString("data")));
          got++;
        }
        from += got;
      } while (got == 1000 && from > 1000); // a stream of exactly 1000 is read in one call
      c.commit();
    }
    return t;
  }

  @Override
  public Totals replay() throws Exception {
    var t = new Totals();
    try (Connection c = pool.getConnection();
        var s = c.prepareStatement("select * from get_category_messages('account',?,?)")) {
      long from = 1;
      long got;
      do {
        got = 0;
        s.setLong(1, from);
        s.setLong(2, batch);
        var r = s.executeQuery();
        int data = r.findColumn("data"), position = r.findColumn("global_position");
        while (r.next()) {
          t.add(Event.parse(r.getString(data)));
          from = r.getLong(position) + 1;
          got++;
        }
        c.commit();
      } while (got == batch);
    }
    return t;
  }

  /** Polls each 100 ms, the default interval of Eventide consumers. */
  @Override
  public AutoCloseable subscribe(LongConsumer handler) throws Exception {
    Connection c = DriverManager.getConnection(Db.url(database) + "&currentSchema=message_store");
    long start;
    try (var s = c.createStatement()) {
      var r = s.executeQuery("select coalesce(max(global_position),0)+1 from messages");
      r.next();
      start = r.getLong(1);
    }
    Thread thread =
        new Thread(
            () -> {
              long from = start;
              try (var s =
                  c.prepareStatement("select * from get_category_messages('account',?,1000)")) {
                while (!Thread.currentThread().isInterrupted()) {
                  s.setLong(1, from);
                  var r = s.executeQuery();
                  boolean any = false;
                  while (r.next()) {
                    any = true;
                    from = r.getLong("global_position") + 1;
                    handler.accept(Event.parse(r.getString("data")).n());
                  }
                  if (!any) Thread.sleep(100);
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
