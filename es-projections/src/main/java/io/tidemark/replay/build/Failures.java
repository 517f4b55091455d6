package io.tidemark.replay.build;

import java.util.concurrent.ExecutionException;

/** What came out of another thread. */
final class Failures {
  private Failures() {}

  /** The failure itself, to be thrown; no work here throws checked exceptions. */
  static RuntimeException unwrapped(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
