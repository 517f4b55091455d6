package io.tidemark.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An append that is over, for a {@link StoreListener}. It has either a result or an error.
 *
 * @param request what was asked for
 * @param context what the listener gave when it started
 * @param result where the events are
 * @param error what the caller is told instead
 * @param took from the call to here, with the wait for others
 */
public record FinishedAppend(
    AppendRequest request,
    @Nullable Object context,
    @Nullable AppendResult result,
    @Nullable Throwable error,
    Duration took) {
  /** The same append as another listener is to see it. */
  FinishedAppend withContext(@Nullable Object other) {
    return new FinishedAppend(request, other, result, error, took);
  }
}
