package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Appends in a transaction of the caller's own: the events are stored if the caller commits, and
 * only then. It works on the caller's connection and thread. It never commits, rolls back or closes
 * the caller's transaction, and leaves the connection set as it was.
 *
 * <p><b>Append last, right before the commit.</b> From the first append that stores something until
 * the transaction ends, it holds the ordering lock of the log: all others who append wait, and fail
 * after their {@code lockTimeout}. The caller's own thread is no exception: {@code append} of the
 * store, called in between, would wait for this transaction, and so would a read as of a time that
 * has just passed, for 20 seconds. A transaction that is forgotten holds everybody up; set {@code
 * idle_in_transaction_session_timeout} on such connections.
 *
 * <p>Each append happens whole or leaves the transaction as it was before, free to go on, also if
 * it throws; an append that stores nothing gives the lock back at once if it took it. The exception
 * is a lost connection, and with it the transaction is gone.
 *
 * <p>Whether a commit whose answer was lost has happened is for the caller to find out. Event ids
 * help: the same appends, made again, are stored once.
 *
 * <p>Good for as many transactions of its connection as you like, one after the other. Not
 * thread-safe, as connections are not.
 */
public final class CallerTransaction {
  private final Connection connection;
  private final Function<List<AppendRequest>, PendingAppend> contentCheck;
  private final TransactionCheck transactionCheck;
  private final AppendTransaction appendTransaction;
  private final LongConsumer committed;
  private long lastPosition;

  CallerTransaction(Connection connection, Terms terms, LongConsumer committed) {
    this.connection = Objects.requireNonNull(connection, "connection");
    this.contentCheck = terms.contentCheck();
    this.transactionCheck = terms.transactionCheck();
    this.appendTransaction = terms.appendTransaction();
    this.committed = committed;
  }

  /**
   * What a store asks of an append, whoever's transaction it is in.
   *
   * @param contentCheck refuses what could not be read back or is too large, and encodes the rest
   * @param transactionCheck refuses transactions in which cannot be appended
   * @param appendTransaction what is done in one
   */
  record Terms(
      Function<List<AppendRequest>, PendingAppend> contentCheck,
      TransactionCheck transactionCheck,
      AppendTransaction appendTransaction) {}

  /**
   * Appends the events of a request, all or none, with the hooks of the store. Later appends in the
   * same transaction see them. Waits for others who append as long as the store's {@code
   * lockTimeout} allows, or the transaction's own {@code lock_timeout} if that is shorter.
   *
   * @return where the events are, once the transaction is committed; after a roll-back others get
   *     these places
   * @throws IllegalStateException if the connection is not in a READ COMMITTED transaction that may
   *     write and has not failed, or not in the database of the store's log
   * @throws IllegalArgumentException if it is too large for one commit
   * @throws io.tidemark.store.WrongExpectedVersionException if the stream does not meet the
   *     expected version
   * @throws io.tidemark.InvalidEventException if an event could not be read back
   * @throws io.tidemark.store.EventIdConflictException if an event id is stored with other content
   * @throws io.tidemark.StoreUnavailableException if the database could not: a lock was not free in
   *     time, a deadlock was found, the connection is lost or leads to a standby. Nothing is
   *     stored; roll back and run the whole transaction again
   */
  public AppendResult append(AppendRequest request) {
    return appendAll(List.of(request)).get(0);
  }

  /**
   * The same of several requests at once: all of them, or none; see {@link
   * io.tidemark.store.EventStore#appendAll}.
   *
   * @return where the events of each are
   * @throws IllegalArgumentException as {@link AppendRequest#requireTogether}, too
   */
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    PendingAppend append = contentCheck.apply(AppendRequest.requireTogether(requests));
    AppendOutcome outcome = execute(append);
    List<AppendResult> results = AppendAnswer.of(outcome).open(append);
    lastPosition = Math.max(lastPosition, ((AppendOutcome.Stored) outcome).lastPosition());
    return results;
  }

  /** {@link #append(AppendRequest)} of these parts. */
  public AppendResult append(StreamId stream, ExpectedVersion expected, List<EventData> events) {
    return append(new AppendRequest(stream, expected, events));
  }

  private AppendOutcome execute(PendingAppend append) {
    StreamId stream = append.stream();
    transactionCheck.requireOpen(connection, stream);
    AppendSavepoint savepoint = AppendSavepoint.set(connection, stream);
    try {
      String lockTimeout = transactionCheck.enter(connection, stream);
      AppendOutcome outcome = appendTransaction.append(connection, List.of(append)).get(0);
      if (outcome instanceof AppendOutcome.Stored stored && stored.lastPosition() > 0) {
        savepoint.keep(lockTimeout);
      } else {
        savepoint.undo();
      }
      return outcome;
    } catch (SQLException e) {
      savepoint.undoAfter(e);
      throw SqlErrors.translate("append to " + stream, e);
    } catch (RuntimeException | Error e) {
      savepoint.undoAfter(e);
      throw e;
    }
  }

  /**
   * Wakes those who wait for the log to grow, in this process and in others; call it after the
   * commit. Without it they see the events when their store next looks by itself, up to some two
   * seconds later. It may be called at any time and from any thread: whoever it wakes looks what is
   * there. Returns at once.
   */
  public void committed() {
    if (lastPosition > 0) {
      committed.accept(lastPosition);
    }
  }
}
