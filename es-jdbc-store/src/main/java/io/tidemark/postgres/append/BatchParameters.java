package io.tidemark.postgres.append;

import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.jdbc.TextArray;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the parameters of the SQL function {@code append}. What an append expects of streams
 * that it does not write to are requests without events, behind its own and in one group with them.
 */
final class BatchParameters {
  private static final int EVENTS = 6;
  private static final int TAGS = 12;
  private static final int GROUPS = 13;
  private static final int ITEMS = 14;

  private final List<PendingAppend> batch;
  private final Map<StreamId, Integer> streams = new LinkedHashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private boolean grouped;

  private record Request(int stream, long expected, int events, int group) {}

  private record Item(int request, long after, EventQuery.Item item) {}

  BatchParameters(List<PendingAppend> batch) {
    this.batch = batch;
    for (int group = 0; group < batch.size(); group++) {
      PendingAppend append = batch.get(group);
      for (AppendRequest request : append.requests()) {
        add(request.stream(), request.expected(), request.events().size(), group);
        addItems(request.condition());
      }
      for (Map.Entry<StreamId, ExpectedVersion> other : append.expectedOfOthers()) {
        add(other.getKey(), other.getValue(), 0, group);
      }
    }
  }

  private void add(StreamId stream, ExpectedVersion expected, int events, int group) {
    Integer known = streams.putIfAbsent(stream, streams.size() + 1);
    int number = known == null ? streams.size() : known;
    grouped |= !requests.isEmpty() && requests.get(requests.size() - 1).group() == group;
    requests.add(new Request(number, AppendStatement.code(expected), events, group));
  }

  private void addItems(AppendCondition condition) {
    condition
        .failIfEventsMatch()
        .ifPresent(
            query ->
                query
                    .items()
                    .forEach(
                        item -> items.add(new Item(requests.size(), condition.after(), item))));
  }

  void bind(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(1, texts(connection, streams.keySet().stream().map(StreamId::category)));
    statement.setArray(2, texts(connection, streams.keySet().stream().map(StreamId::key)));
    statement.setObject(3, requests.stream().mapToInt(Request::stream).toArray());
    statement.setObject(4, requests.stream().mapToLong(Request::expected).toArray());
    statement.setObject(5, requests.stream().mapToInt(Request::events).toArray());
    bindEvents(statement, connection);
    if (grouped) {
      statement.setObject(GROUPS, requests.stream().mapToInt(Request::group).toArray());
    } else {
      statement.setNull(GROUPS, Types.ARRAY);
    }
    bindItems(statement, connection);
  }

  private static java.sql.Array texts(Connection connection, java.util.stream.Stream<String> texts)
      throws SQLException {
    return connection.createArrayOf("text", texts.toArray(String[]::new));
  }

  private void bindEvents(PreparedStatement statement, Connection connection) throws SQLException {
    int size = batch.stream().mapToInt(append -> append.events().size()).sum();
    int[] numbers = new int[size];
    String[][] texts = new String[4][size];
    @Nullable String[] tags = new String[size];
    boolean tagged = false;
    long[] times = new long[size];
    int n = 0;
    int number = 0;
    for (PendingAppend append : batch) {
      int event = 0;
      for (AppendRequest request : append.requests()) {
        number++;
        for (int i = 0; i < request.events().size(); i++) {
          EncodedEvent encoded = append.events().get(event++);
          numbers[n] = number;
          texts[0][n] = encoded.id();
          texts[1][n] = encoded.type();
          texts[2][n] = encoded.data();
          texts[3][n] = encoded.metadata();
          times[n] = encoded.occurredAt();
          tags[n] = encoded.tags();
          tagged |= tags[n] != null;
          n++;
        }
      }
      number += append.expectedOfOthers().size();
    }
    statement.setObject(EVENTS, numbers);
    for (int i = 0; i < texts.length; i++) {
      statement.setArray(EVENTS + 1 + i, connection.createArrayOf("text", texts[i]));
    }
    statement.setObject(EVENTS + 5, times);
    statement.setArray(TAGS, tagged ? connection.createArrayOf("text", tags) : null);
  }

  private void bindItems(PreparedStatement statement, Connection connection) throws SQLException {
    if (items.isEmpty()) {
      for (int i = 0; i < 4; i++) {
        statement.setNull(ITEMS + i, Types.ARRAY);
      }
      return;
    }
    statement.setObject(ITEMS, items.stream().mapToInt(Item::request).toArray());
    statement.setObject(ITEMS + 1, items.stream().mapToLong(Item::after).toArray());
    statement.setArray(
        ITEMS + 2,
        connection.createArrayOf(
            "text",
            items.stream()
                .map(Item::item)
                .map(item -> item.types().isEmpty() ? null : TextArray.of(item.types().stream()))
                .toArray(String[]::new)));
    statement.setArray(
        ITEMS + 3,
        texts(
            connection,
            items.stream()
                .map(Item::item)
                .map(item -> TextArray.of(item.tags().stream().map(Tag::text)))));
  }
}
