package io.tidemark.postgres.append;

import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The call of the SQL function {@code append} for one batch, or of {@code append_one} for one
 * event. Arrays of text and numbers go over the wire in binary, which no other element type of the
 * driver does, so ids travel as text and times as microseconds.
 */
final class AppendStatement {
  private final String appendBatch;
  private final String appendOne;

  AppendStatement(String schema) {
    this.appendBatch =
        "select * from "
            + schema
            + ".append(?::text[], ?::text[], ?::int[], ?::bigint[], ?::int[], ?::int[], ?::text[]::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[])";
    this.appendOne =
        "select * from "
            + schema
            + ".append_one(?::text, ?::text, ?::bigint, ?::uuid, ?::text, ?::text, ?::text, ?::bigint)";
  }

  /**
   * Runs it; one outcome per append, in their order.
   *
   * @param sending is told just before something is sent
   */
  List<AppendOutcome> execute(Connection connection, List<PendingAppend> batch, Runnable sending)
      throws SQLException {
    boolean isOne = batch.size() == 1 && batch.get(0).events().size() == 1;
    try (PreparedStatement statement =
        connection.prepareStatement(isOne ? appendOne : appendBatch)) {
      if (isOne) {
        bindOne(statement, batch.get(0));
      } else {
        bindRequests(statement, batch);
        bindEvents(statement, batch);
      }
      sending.run();
      try (ResultSet rows = statement.executeQuery()) {
        List<AppendOutcome> outcomes = new ArrayList<>(batch.size());
        while (rows.next()) {
          outcomes.add(AppendOutcome.of(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
        requireOneEach(batch, outcomes);
        return outcomes;
      }
    }
  }

  private static void requireOneEach(List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    if (outcomes.size() != batch.size()) {
      throw new IllegalStateException(
          "Answer of the append function: expected %d outcomes, actual %d"
              .formatted(batch.size(), outcomes.size()));
    }
  }

  private static void bindOne(PreparedStatement statement, PendingAppend append)
      throws SQLException {
    EncodedEvent event = append.events().get(0);
    statement.setString(1, append.request().stream().category());
    statement.setString(2, append.request().stream().key());
    statement.setLong(3, code(append.request().expected()));
    statement.setString(4, event.id());
    statement.setString(5, event.type());
    statement.setString(6, event.data());
    statement.setString(7, event.metadata());
    statement.setLong(8, event.occurredAt());
  }

  private static void bindRequests(PreparedStatement statement, List<PendingAppend> batch)
      throws SQLException {
    Map<StreamId, Integer> numbers = new HashMap<>();
    List<String> categories = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    int[] streams = new int[batch.size()];
    long[] expected = new long[batch.size()];
    int[] counts = new int[batch.size()];
    for (int i = 0; i < batch.size(); i++) {
      AppendRequest request = batch.get(i).request();
      Integer number = numbers.putIfAbsent(request.stream(), numbers.size() + 1);
      if (number == null) {
        categories.add(request.stream().category());
        keys.add(request.stream().key());
      }
      streams[i] = number == null ? numbers.size() : number;
      expected[i] = code(request.expected());
      counts[i] = batch.get(i).events().size();
    }
    Connection connection = statement.getConnection();
    statement.setArray(1, connection.createArrayOf("text", categories.toArray(new String[0])));
    statement.setArray(2, connection.createArrayOf("text", keys.toArray(new String[0])));
    statement.setObject(3, streams);
    statement.setObject(4, expected);
    statement.setObject(5, counts);
  }

  private static void bindEvents(PreparedStatement statement, List<PendingAppend> batch)
      throws SQLException {
    int size = batch.stream().mapToInt(append -> append.events().size()).sum();
    int[] requests = new int[size];
    String[][] texts = new String[4][size];
    long[] times = new long[size];
    int n = 0;
    for (int i = 0; i < batch.size(); i++) {
      for (EncodedEvent event : batch.get(i).events()) {
        requests[n] = i + 1;
        texts[0][n] = event.id();
        texts[1][n] = event.type();
        texts[2][n] = event.data();
        texts[3][n] = event.metadata();
        times[n] = event.occurredAt();
        n++;
      }
    }
    Connection connection = statement.getConnection();
    statement.setObject(6, requests);
    for (int i = 0; i < texts.length; i++) {
      statement.setArray(7 + i, connection.createArrayOf("text", texts[i]));
    }
    statement.setObject(11, times);
  }

  private static long code(ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exactly exactly) {
      return exactly.version();
    }
    if (expected instanceof ExpectedVersion.NoStream) {
      return 0;
    }
    return expected instanceof ExpectedVersion.StreamExists ? -2 : -1;
  }
}
