package io.tidemark.terminal;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a failure says to a person, on one line. */
public final class FailureText {
  private FailureText() {}

  /** The message; of a failure that is not Tidemark's also what its causes add to it. */
  public static String of(Throwable failure) {
    String message = oneLine(failure.getMessage());
    if (message.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    String text = isOurs(failure) ? message : message + because(failure.getCause(), message);
    return text.replaceFirst("(?<!\\.)\\.$", "");
  }

  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getName().startsWith("io.tidemark.");
  }

  private static String because(@Nullable Throwable cause, String said) {
    if (cause == null) {
      return "";
    }
    String message = oneLine(cause.getMessage());
    boolean isNews = !message.isEmpty() && !said.contains(message);
    return (isNews ? ": " + message : "") + because(cause.getCause(), said + message);
  }

  private static String oneLine(@Nullable String text) {
    return text == null
        ? ""
        : text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
  }
}
