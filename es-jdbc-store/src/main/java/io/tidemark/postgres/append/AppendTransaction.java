package io.tidemark.postgres.append;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.read.EventRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores a batch in one transaction: the append function, then the hooks, if there are any. */
final class AppendTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(AppendTransaction.class);

  private final AppendStatement appendStatement;
  private final EventRows eventRows;
  private final List<AppendHook> hooks;

  /** Is told how far a transaction gets, to know what a failure says of its appends. */
  interface Progress {
    /** Of a transaction that its caller looks after. */
    Progress UNHEARD =
        new Progress() {
          @Override
          public void callingHooks() {}

          @Override
          public void committing() {}
        };

    /** The events are inserted; what fails from here on is the hooks' doing. */
    void callingHooks();

    /** The next call may store the appends, and nobody may hear of it. */
    void committing();
  }

  AppendTransaction(String schema, List<AppendHook> hooks) {
    this.appendStatement = new AppendStatement(schema);
    this.eventRows = new EventRows(schema);
    this.hooks = List.copyOf(hooks);
  }

  /**
   * Commits a batch; one outcome per append, in their order. The connection is in auto-commit mode
   * before and after, or closed.
   *
   * @param progress is told before the call by which the batch may come to be stored
   */
  List<AppendOutcome> execute(Connection connection, List<PendingAppend> batch, Progress progress)
      throws SQLException {
    if (hooks.isEmpty()) {
      return appendStatement.execute(connection, batch, progress::committing);
    }
    connection.setAutoCommit(false);
    List<AppendOutcome> outcomes;
    try {
      outcomes = append(connection, batch, progress);
      progress.committing();
      new Session(connection).requireUnderWay(); // else the answer is not known: a hook spoke SQL
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return outcomes;
  }

  /** Appends a batch in the transaction that the connection is in, and leaves that open. */
  List<AppendOutcome> append(Connection connection, List<PendingAppend> batch) throws SQLException {
    return append(connection, batch, Progress.UNHEARD);
  }

  private List<AppendOutcome> append(
      Connection connection, List<PendingAppend> batch, Progress progress) throws SQLException {
    List<AppendOutcome> outcomes = appendStatement.execute(connection, batch, () -> {});
    if (!hooks.isEmpty()) {
      callHooks(new Session(HookConnection.of(connection)), outcomes, progress);
    }
    return outcomes;
  }

  private void callHooks(Session transaction, List<AppendOutcome> outcomes, Progress progress) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (AppendOutcome outcome : outcomes) {
      if (outcome instanceof AppendOutcome.Stored stored) {
        first = Math.min(first, stored.firstPosition());
        last = Math.max(last, stored.lastPosition());
      }
    }
    if (last > 0) {
      List<RecordedEvent> events = eventRows.between(transaction, first, last);
      progress.callingHooks();
      LockedWork.run(
          () -> {
            hooks.forEach(hook -> hook.appended(transaction, events));
            return true;
          });
      transaction.requireIntact();
    }
  }

  /**
   * To go back to auto-commit would commit what could not be rolled back, so then the connection is
   * broken off.
   */
  private static void rollBack(Connection connection, Throwable reason) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException | RuntimeException | Error e) {
      LOG.debug("Rolling back failed after {}", reason, e);
      DirectConnections.breakOff(connection);
    }
  }
}
