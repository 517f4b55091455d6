package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The limit of what lasts: events from memory, the plain fold, and for so many events one
 * transaction that writes what they changed and the checkpoint. Of windows of a minute the rows are
 * the state; of the last ten events it is written beside a row for each event.
 */
public record BareDurable(Database database, int eventsACommit) implements Contender {
  private static final String MINUTES = "benchmark_minutes";
  private static final String LAST_TEN = "benchmark_last_ten";
  private static final String SUMS = "benchmark_sums";
  private static final String CHECKPOINT = "benchmark_checkpoint";

  @Override
  public String name() {
    return "bare fold, rows in PostgreSQL, %,d events a commit".formatted(eventsACommit);
  }

  @Override
  public boolean can(Workload work) {
    return work == Workload.T1 || work == Workload.T4;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) throws SQLException {
    database.execute(
        "drop table if exists %s, %s, %s, %s".formatted(MINUTES, LAST_TEN, SUMS, CHECKPOINT),
        "create table %s (start bigint, k int, n bigint not null, total bigint not null, primary key (start, k))"
            .formatted(MINUTES),
        "create table %s (k int primary key, state bigint[] not null)".formatted(LAST_TEN),
        "create table %s (position bigint, k int, t bigint, n bigint, total bigint)"
            .formatted(SUMS),
        "create table %s (position bigint not null)".formatted(CHECKPOINT),
        "insert into %s values (0)".formatted(CHECKPOINT));
    return new Run() {
      @Override
      public void run() throws Exception {
        write(work, events);
      }

      @Override
      public void finish() throws Exception {
        Query.tell(
            database,
            work == Workload.T1
                ? "select k, start, n, total from " + MINUTES
                : "select k, t, n, total from " + SUMS,
            rows);
      }
    };
  }

  private void write(Workload work, Event[] events) throws SQLException, IOException {
    Map<Integer, LastRows> lasts = new HashMap<>();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < events.length; from += eventsACommit) {
        int to = Math.min(from + eventsACommit, events.length);
        Event[] some = Arrays.copyOfRange(events, from, to);
        if (work == Workload.T1) {
          writeMinutes(connection, some);
        } else {
          writeLastTen(connection, lasts, some, from);
        }
        move(connection, from, to);
        connection.commit();
      }
    }
  }

  private static void move(Connection connection, long from, long to) throws SQLException {
    String sql = "update %s set position = ? where position = ?".formatted(CHECKPOINT);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, to);
      update.setLong(2, from);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("Somebody else has moved the checkpoint");
      }
    }
  }

  private record Minute(long start, Integer key) {}

  private static void writeMinutes(Connection connection, Event[] events) throws SQLException {
    Map<Minute, long[]> changed = new HashMap<>();
    for (Event event : events) {
      long start = event.time() - Math.floorMod(event.time(), Workload.MINUTE);
      long[] state = changed.computeIfAbsent(new Minute(start, event.key()), any -> new long[2]);
      state[0]++;
      state[1] += event.amount();
    }
    Long[][] columns = new Long[4][changed.size()];
    int i = 0;
    for (Map.Entry<Minute, long[]> entry : changed.entrySet()) {
      columns[0][i] = entry.getKey().start();
      columns[1][i] = entry.getKey().key().longValue();
      columns[2][i] = entry.getValue()[0];
      columns[3][i++] = entry.getValue()[1];
    }
    String sql =
        """
        insert into %1$s select * from unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[])
        on conflict (start, k) do update set n = %1$s.n + excluded.n, total = %1$s.total + excluded.total
        """
            .formatted(MINUTES);
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int column = 0; column < columns.length; column++) {
        insert.setArray(column + 1, connection.createArrayOf("bigint", columns[column]));
      }
      insert.executeUpdate();
    }
  }

  private static void writeLastTen(
      Connection connection, Map<Integer, LastRows> states, Event[] events, int position)
      throws SQLException, IOException {
    Map<Integer, LastRows> changed = new HashMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events.length; i++) {
      Event event = events[i];
      LastRows last = states.computeIfAbsent(event.key(), any -> new LastRows());
      last.add(event.amount());
      changed.put(event.key(), last);
      lines.append(position + i).append('\t').append(event.key()).append('\t');
      lines.append(event.time()).append('\t').append(last.count()).append('\t');
      lines.append(last.sum()).append('\n');
    }
    TableOfEvents.copy(connection, SUMS, lines);
    Long[] keys = new Long[changed.size()];
    String[] values = new String[changed.size()];
    int i = 0;
    for (Map.Entry<Integer, LastRows> entry : changed.entrySet()) {
      keys[i] = entry.getKey().longValue();
      String state = Arrays.toString(entry.getValue().state());
      values[i++] = state.replace('[', '{').replace(']', '}');
    }
    String sql =
        """
        insert into %s select k, state::bigint[] from unnest(?::int[], ?::text[]) as x (k, state)
        on conflict (k) do update set state = excluded.state
        """
            .formatted(LAST_TEN);
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setArray(1, connection.createArrayOf("bigint", keys));
      insert.setArray(2, connection.createArrayOf("text", values));
      insert.executeUpdate();
    }
  }
}
