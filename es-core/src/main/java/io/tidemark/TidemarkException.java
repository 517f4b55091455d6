package io.tidemark;

import org.jspecify.annotations.Nullable;

/**
 * Whatever Tidemark reports as gone wrong. There are two families: {@link RetryableException},
 * where doing the same again may work, and {@link PermanentException}, where it will not.
 */
public abstract sealed class TidemarkException extends RuntimeException
    permits RetryableException, PermanentException {
  private static final long serialVersionUID = 1L;

  TidemarkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
