package io.tidemark.embedded;

/**
 * The embedded PostgreSQL could not be unpacked, initialised, started or stopped; the message says
 * why.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
