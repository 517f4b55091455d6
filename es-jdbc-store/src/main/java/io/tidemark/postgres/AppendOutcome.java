package io.tidemark.postgres;

import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.WrongExpectedVersionException;

/**
 * What the append function says of one request; the letters are explained there.
 *
 * @param kind A, D, V or I
 * @param firstVersion depends on the kind
 * @param firstPosition depends on the kind
 */
record AppendOutcome(char kind, long firstVersion, long firstPosition) {

  boolean isAppended() {
    return kind == 'A';
  }

  /** Position of the last event of an append that has this outcome. */
  long lastPosition(PendingAppend append) {
    return firstPosition + append.events().size() - 1;
  }

  /** Answers the caller. */
  void complete(PendingAppend append) {
    AppendRequest request = append.request();
    switch (kind) {
      case 'A', 'D' -> append.result().complete(result(request));
      case 'V' ->
          append
              .result()
              .completeExceptionally(
                  new WrongExpectedVersionException(
                      request.stream(), request.expected(), firstVersion));
      case 'I' ->
          append
              .result()
              .completeExceptionally(
                  new EventIdConflictException(
                      request.stream(),
                      request.events().get((int) firstVersion).id(),
                      firstPosition));
      default -> throw new IllegalStateException("Unknown outcome " + kind);
    }
  }

  private AppendResult result(AppendRequest request) {
    int further = request.events().size() - 1;
    return new AppendResult(
        request.stream(),
        firstVersion,
        firstVersion + further,
        firstPosition,
        firstPosition + further,
        kind == 'D');
  }
}
