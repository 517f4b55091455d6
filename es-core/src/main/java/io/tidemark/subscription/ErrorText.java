package io.tidemark.subscription;

import java.nio.charset.StandardCharsets;

/** What is kept of an error: one message of bounded length that any store can keep, never none. */
final class ErrorText {
  private static final int MAX_LENGTH = 4_000;

  private ErrorText() {}

  /** Code of strangers makes the message, so even that may fail. */
  static String of(Throwable error) {
    try {
      String message = error.getMessage();
      return storable(bounded(message == null ? error.toString() : message));
    } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
      return error.getClass().getName();
    }
  }

  /** It may quote what no database can store. */
  private static String storable(String text) {
    byte[] utf8 = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static String bounded(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end) + " … (" + text.length() + " characters)";
  }
}
