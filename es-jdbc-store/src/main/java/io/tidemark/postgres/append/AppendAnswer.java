package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.WrongExpectedVersionException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of an append is told: stored, refused, or unknown. It is found out by whoever
 * leads the batch and opened by the caller, so that an exception is the caller's own, with its own
 * stack.
 */
@FunctionalInterface
interface AppendAnswer {

  /** Gives the result or throws what {@link io.tidemark.store.EventStore#append} throws. */
  AppendResult open(AppendRequest request);

  /** What the database said, of an append that was not sent before. */
  static AppendAnswer of(AppendOutcome outcome) {
    return request -> {
      if (outcome instanceof AppendOutcome.Appended stored) {
        return result(request, stored.firstVersion(), stored.firstPosition(), false);
      }
      if (outcome instanceof AppendOutcome.AlreadyAppended stored) {
        return result(request, stored.firstVersion(), stored.firstPosition(), true);
      }
      if (outcome instanceof AppendOutcome.WrongVersion wrong) {
        throw new WrongExpectedVersionException(
            request.stream(), request.expected(), wrong.actual());
      }
      AppendOutcome.IdTaken taken = (AppendOutcome.IdTaken) outcome;
      throw new EventIdConflictException(
          request.stream(), request.events().get(taken.event()).id(), taken.position());
    };
  }

  private static AppendResult result(
      AppendRequest request, long version, long position, boolean alreadyAppended) {
    int further = request.events().size() - 1;
    return new AppendResult(
        request.stream(),
        version,
        version + further,
        position,
        position + further,
        alreadyAppended);
  }

  /** Certainly not stored: the database or a hook refused it, and nothing else with it. */
  static AppendAnswer refused(Throwable reason) {
    return request -> {
      if (reason instanceof RuntimeException e) {
        throw e;
      }
      if (reason instanceof Error e && !(e instanceof VirtualMachineError)) {
        throw e;
      }
      throw unavailable(request, reason);
    };
  }

  /** Certainly not stored: the database could not. Several callers may share the reason. */
  static AppendAnswer unavailable(Throwable reason) {
    return request -> {
      throw unavailable(request, reason);
    };
  }

  private static TidemarkException unavailable(AppendRequest request, Throwable reason) {
    return reason instanceof SQLException sql
        ? SqlErrors.translate("append", sql)
        : new StoreUnavailableException(
            "Append to %s failed and nothing was stored: %s".formatted(request.stream(), reason),
            reason);
  }

  /** Certainly not stored: it was not sent, because its turn did not come in time. */
  static AppendAnswer outOfTime() {
    return request -> {
      throw new StoreUnavailableException(
          "Append to %s was not sent: expected its turn within outcomeTimeout, actual others before it took longer"
              .formatted(request.stream()),
          null);
    };
  }

  /** It was sent, and nobody knows whether it is stored or will be. */
  static AppendAnswer unknown(@Nullable Throwable cause) {
    return request -> {
      throw new AppendOutcomeUnknownException(
          request.stream(), PendingAppend.eventIds(request), cause);
    };
  }
}
