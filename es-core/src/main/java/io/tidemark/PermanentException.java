package io.tidemark;

import org.jspecify.annotations.Nullable;

/** The same call will fail again until something else changes. */
public abstract non-sealed class PermanentException extends TidemarkException {
  private static final long serialVersionUID = 1L;

  /** With subject, expected and actual in the message, and the cause if there is one. */
  protected PermanentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
