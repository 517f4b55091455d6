package io.tidemark.bank.berka;

import io.tidemark.InvalidEventException;
import io.tidemark.RetryableException;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what became of the rows handed in, and keeps those that must be tried again. */
final class Outcomes {
  private final Consumer<Rejection> rejections;
  private final List<Failure> failures = new ArrayList<>();
  private long stored;
  private long alreadyThere;
  private long rejected;

  Outcomes(Consumer<Rejection> rejections) {
    this.rejections = rejections;
  }

  /** A row that was not stored for a reason that may pass, or for one that is nobody's fault. */
  record Failure(NumberedRow row, Throwable cause) {}

  synchronized void add(
      NumberedRow row, @Nullable AppendResult result, @Nullable Throwable failure) {
    if (result != null && result.alreadyAppended()) {
      alreadyThere++;
    } else if (result != null) {
      stored++;
    } else if (failure instanceof EventIdConflictException conflict) {
      reject(
          row.line(),
          "trans_id %s is stored already with other content, at position %d"
              .formatted(row.row().transaction().transactionId(), conflict.position()));
    } else if (failure instanceof InvalidEventException) {
      reject(row.line(), failure.getMessage());
    } else {
      failures.add(
          new Failure(row, failure == null ? new IllegalStateException("no result") : failure));
    }
  }

  synchronized void reject(long line, @Nullable String reason) {
    rejected++;
    rejections.accept(new Rejection(line, reason == null ? "unknown" : reason));
  }

  synchronized boolean hasFailures() {
    return !failures.isEmpty();
  }

  /** Takes out the failed rows, in the order of the file. */
  synchronized List<Failure> takeFailures() {
    List<Failure> taken = new ArrayList<>(failures);
    taken.sort(Comparator.comparingLong(failure -> failure.row().line()));
    failures.clear();
    return taken;
  }

  synchronized ImportResult result() {
    return new ImportResult(stored, alreadyThere, rejected);
  }

  static boolean mayPass(Throwable failure) {
    return failure instanceof RetryableException
        || failure instanceof AppendOutcomeUnknownException;
  }
}
