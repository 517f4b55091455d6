package io.tidemark.terminal;

/** A command cannot do what it was asked to; the message is all that the user needs. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what the user is to read. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** With what the user is to read, and what it follows from. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
