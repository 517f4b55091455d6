package io.tidemark;

import org.jspecify.annotations.Nullable;

/** The same call may work when it is made again. */
public abstract non-sealed class RetryableException extends TidemarkException {
  private static final long serialVersionUID = 1L;

  /** With subject, expected and actual in the message, and the cause if there is one. */
  protected RetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
