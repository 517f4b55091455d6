package io.tidemark.postgres;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Stores a batch in one transaction: the append function, then the hooks, if there are any. */
final class AppendTransaction {
  private final AppendStatement appendStatement;
  private final EventRows eventRows;
  private final List<AppendHook> hooks;

  AppendTransaction(String schema, List<? extends AppendHook> hooks) {
    this.appendStatement = new AppendStatement(schema);
    this.eventRows = new EventRows(schema);
    this.hooks = List.copyOf(hooks);
  }

  /**
   * Commits a batch; one outcome per append, in their order. The connection is in auto-commit mode
   * before and after.
   */
  List<AppendOutcome> execute(Connection connection, List<PendingAppend> batch)
      throws SQLException {
    if (hooks.isEmpty()) {
      return appendStatement.execute(connection, batch);
    }
    connection.setAutoCommit(false);
    try {
      List<AppendOutcome> outcomes = appendStatement.execute(connection, batch);
      callHooks(new Session(connection), batch, outcomes);
      connection.commit();
      return outcomes;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private void callHooks(
      Session transaction, List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isAppended()) {
        first = Math.min(first, outcomes.get(i).firstPosition());
        last = outcomes.get(i).lastPosition(batch.get(i));
      }
    }
    if (last > 0) {
      List<RecordedEvent> events = eventRows.between(transaction, first, last);
      hooks.forEach(hook -> hook.appended(transaction, events));
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
