package io.tidemark.postgres.append;

import io.tidemark.ExpectedVersion;
import io.tidemark.store.AppendRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
            + ".append(?::text[], ?::text[], ?::int[], ?::bigint[], ?::int[], ?::int[], ?::text[]::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[],"
            + " ?::text[], ?::int[], ?::int[], ?::bigint[], ?::text[], ?::text[])";
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
    boolean isOne = batch.size() == 1 && isPlainEvent(batch.get(0));
    try (PreparedStatement statement =
        connection.prepareStatement(isOne ? appendOne : appendBatch)) {
      if (isOne) {
        bindOne(statement, batch.get(0));
      } else {
        new BatchParameters(batch).bind(statement);
      }
      sending.run();
      try (ResultSet rows = statement.executeQuery()) {
        return outcomes(batch, rows);
      }
    }
  }

  /** Whether it is one event with no more than a version expected of its stream. */
  private static boolean isPlainEvent(PendingAppend append) {
    return append.events().size() == 1
        && append.events().get(0).tags() == null
        && append.requests().get(0).condition().isNone();
  }

  private static List<AppendOutcome> outcomes(List<PendingAppend> batch, ResultSet rows)
      throws SQLException {
    List<AppendOutcome> outcomes = new ArrayList<>(batch.size());
    for (PendingAppend append : batch) {
      List<AppendOutcome.Answer> answers = new ArrayList<>();
      for (int i = append.requests().size() + append.expectedOfOthers().size(); i > 0; i--) {
        if (!rows.next()) {
          throw new IllegalStateException(
              "Answer of the append function: expected %d more for append %d of %d, actual none"
                  .formatted(i, outcomes.size() + 1, batch.size()));
        }
        answers.add(new AppendOutcome.Answer(rows.getString(1), rows.getLong(2), rows.getLong(3)));
      }
      outcomes.add(AppendOutcome.of(append, answers));
    }
    if (rows.next()) {
      throw new IllegalStateException(
          "Answer of the append function: expected those of %d appends, actual more"
              .formatted(batch.size()));
    }
    return outcomes;
  }

  private static void bindOne(PreparedStatement statement, PendingAppend append)
      throws SQLException {
    AppendRequest request = append.requests().get(0);
    EncodedEvent event = append.events().get(0);
    statement.setString(1, request.stream().category());
    statement.setString(2, request.stream().key());
    statement.setLong(3, code(request.expected()));
    statement.setString(4, event.id());
    statement.setString(5, event.type());
    statement.setString(6, event.data());
    statement.setString(7, event.metadata());
    statement.setLong(8, event.occurredAt());
  }

  /** An expected version as the function knows it. */
  static long code(ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exactly exactly) {
      return exactly.version();
    }
    if (expected instanceof ExpectedVersion.NoStream) {
      return 0;
    }
    return expected instanceof ExpectedVersion.StreamExists ? -2 : -1;
  }
}
