package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One try to store appends, and what its failure says of them. Used by one thread. */
final class Attempt implements AppendTransaction.Progress {
  private final List<PendingAppend> appends;
  private final boolean[] maybeStoredBefore;
  private boolean connected;
  private boolean callingHooks;
  private boolean committing;
  private @Nullable Failure failure;

  private enum Failure {
    /** Nothing was stored, and the same would be refused again. */
    REFUSED,
    /** Nothing was stored, and the same may work later. */
    UNAVAILABLE,
    /** There was no answer. */
    NO_ANSWER
  }

  Attempt(List<PendingAppend> appends) {
    this.appends = appends;
    this.maybeStoredBefore = new boolean[appends.size()];
    for (int i = 0; i < maybeStoredBefore.length; i++) {
      maybeStoredBefore[i] = appends.get(i).isMaybeStored();
    }
  }

  /** There is a connection. */
  void connected() {
    connected = true;
  }

  @Override
  public void callingHooks() {
    callingHooks = true;
  }

  @Override
  public void committing() {
    committing = true;
    appends.forEach(append -> append.setMaybeStored(true));
  }

  /** Whether an earlier try may have stored this one of the appends, or may still do so. */
  boolean wasMaybeStored(int index) {
    return maybeStoredBefore[index];
  }

  /**
   * Whether the appends were refused for good. Of several, each is then to be tried alone; of one
   * that an earlier try may have stored, the refusal says nothing.
   */
  boolean isRefused() {
    return failure == Failure.REFUSED && (appends.size() > 1 || !isMaybeStored());
  }

  /**
   * Whether a hook could not, of which the database may know nothing: the others that it was called
   * for are then to be tried without the one that it could not do.
   */
  boolean isUnavailableToHook() {
    return failure == Failure.UNAVAILABLE
        && callingHooks
        && (appends.size() > 1 || !isMaybeStored());
  }

  /** Whether certainly nothing is stored, and it is for the callers to try again later. */
  boolean isUnavailable() {
    return failure == Failure.UNAVAILABLE && !isMaybeStored();
  }

  private boolean isMaybeStored() {
    return appends.stream().anyMatch(PendingAppend::isMaybeStored);
  }

  /** The try ended with this; the connection is discarded unless it is certainly in order. */
  void failed(Throwable error, WriterConnection connection) {
    SQLException sql = SqlErrors.in(error);
    boolean isAlive = connected && connection.isOpen();
    failure = judge(error, sql, isAlive);
    if (!committing || failure != Failure.NO_ANSWER) {
      takeBack();
    }
    boolean isInOrder =
        isAlive
            && failure != Failure.NO_ANSWER
            && !(error instanceof Error)
            && (sql == null || (SqlErrors.isRefusal(sql) && !SqlErrors.isReadOnly(sql)));
    if (!isInOrder) {
      connection.discard();
    }
  }

  private Failure judge(Throwable error, @Nullable SQLException sql, boolean isAlive) {
    if (!isAlive) {
      return Failure.NO_ANSWER;
    }
    if (sql == null) {
      if (committing) {
        return Failure.NO_ANSWER;
      }
      return error instanceof StoreUnavailableException ? Failure.UNAVAILABLE : Failure.REFUSED;
    }
    if (SqlErrors.isConnectionLoss(sql) || (committing && !SqlErrors.isRefusal(sql))) {
      return Failure.NO_ANSWER;
    }
    return SqlErrors.isTransient(sql) ? Failure.UNAVAILABLE : Failure.REFUSED;
  }

  private void takeBack() {
    for (int i = 0; i < maybeStoredBefore.length; i++) {
      appends.get(i).setMaybeStored(maybeStoredBefore[i]);
    }
  }
}
