package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendConditionFailedException;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.WrongExpectedVersionException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of an append is told: stored, refused, or unknown. It is found out by whoever
 * leads the batch and opened by the caller, so that an exception is the caller's own, with its own
 * stack.
 */
@FunctionalInterface
interface AppendAnswer {

  /** Gives the results or throws what {@link io.tidemark.store.EventStore#append} throws. */
  List<AppendResult> open(PendingAppend append);

  /** What the database said, of an append that was not sent before. */
  static AppendAnswer of(AppendOutcome outcome) {
    return append -> results(append, outcome);
  }

  private static List<AppendResult> results(PendingAppend append, AppendOutcome outcome) {
    if (outcome instanceof AppendOutcome.Stored stored) {
      return IntStream.range(0, append.requests().size())
          .mapToObj(i -> result(append.requests().get(i), stored.places().get(i)))
          .toList();
    }
    if (outcome instanceof AppendOutcome.WrongVersion wrong) {
      throw new WrongExpectedVersionException(wrong.stream(), wrong.expected(), wrong.actual());
    }
    if (outcome instanceof AppendOutcome.Forbidden forbidden) {
      AppendCondition condition = forbidden.request().condition();
      throw new AppendConditionFailedException(
          forbidden.request().stream(),
          condition.failIfEventsMatch().orElseThrow(),
          condition.after(),
          forbidden.position());
    }
    AppendOutcome.IdTaken taken = (AppendOutcome.IdTaken) outcome;
    throw new EventIdConflictException(
        taken.request().stream(),
        taken.request().events().get(taken.event()).id(),
        taken.position());
  }

  private static AppendResult result(AppendRequest request, AppendOutcome.Place place) {
    int further = place.events() - 1;
    return new AppendResult(
        request.stream(),
        place.firstVersion(),
        place.firstVersion() + further,
        place.firstPosition(),
        place.firstPosition() + further,
        place.isFormer());
  }

  /** Certainly not stored: the database or a hook refused it, and nothing else with it. */
  static AppendAnswer refused(Throwable reason) {
    return append -> {
      if (reason instanceof RuntimeException e) {
        throw e;
      }
      if (reason instanceof Error e && !(e instanceof VirtualMachineError)) {
        throw e;
      }
      throw unavailable(append, reason);
    };
  }

  /** Certainly not stored: the database could not. Several callers may share the reason. */
  static AppendAnswer unavailable(Throwable reason) {
    return append -> {
      throw unavailable(append, reason);
    };
  }

  private static TidemarkException unavailable(PendingAppend append, Throwable reason) {
    return reason instanceof SQLException sql
        ? SqlErrors.translate("append", sql)
        : new StoreUnavailableException(
            "Append to %s failed and nothing was stored: %s".formatted(append.stream(), reason),
            reason);
  }

  /** Certainly not stored: it was not sent, because its turn did not come in time. */
  static AppendAnswer outOfTime() {
    return append -> {
      throw new StoreUnavailableException(
          "Append to %s was not sent: expected its turn within outcomeTimeout, actual others before it took longer"
              .formatted(append.stream()),
          null);
    };
  }

  /** It was sent, and nobody knows whether it is stored or will be. */
  static AppendAnswer unknown(@Nullable Throwable cause) {
    return append -> {
      throw new AppendOutcomeUnknownException(append.stream(), append.eventIds(), cause);
    };
  }
}
