package io.tidemark.subscription;

/** What is kept of an error: one message of bounded length, never none. */
final class ErrorText {
  private static final int MAX_LENGTH = 4_000;

  private ErrorText() {}

  /** Code of strangers makes the message, so even that may fail. */
  static String of(Throwable error) {
    try {
      String message = error.getMessage();
      return bounded(message == null ? error.toString() : message);
    } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
      return error.getClass().getName();
    }
  }

  private static String bounded(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end) + " … (" + text.length() + " characters)";
  }
}
