package io.tidemark;

import org.jspecify.annotations.Nullable;

/**
 * The database did not do what it was asked to, and certainly stored nothing: it is down, full, or
 * waits for a lock.
 */
public final class StoreUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With what was tried and what came back. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
