package io.tidemark.terminal;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a failure says to a person, on one line. */
public final class FailureText {
  private FailureText() {}

  /** A text of whatever origin on one line, without what would move the cursor of a terminal. */
  public static String oneLine(@Nullable String text) {
    return text == null
        ? ""
        : text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(Printable::of)
            .collect(Collectors.joining(" "));
  }

  /** The message; of a failure that is not Tidemark's also what its causes add to it. */
  public static String of(Throwable failure) {
    String message = oneLine(message(failure));
    if (message.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    String text = isOurs(failure) ? message : message + because(failure.getCause(), message);
    return text.replaceFirst("(?<!\\.)\\.$", "");
  }

  /**
   * That of a failed access to a file is often the name of the file only, or has another's class.
   */
  private static @Nullable String message(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return message(unchecked.getCause());
    }
    if (!(failure instanceof FileSystemException file)) {
      return failure.getMessage();
    }
    return "%s: %s".formatted(file.getFile(), reason(file));
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    return failure.getReason() == null ? "not accessible" : failure.getReason();
  }

  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getName().startsWith("io.tidemark.");
  }

  private static String because(@Nullable Throwable cause, String said) {
    if (cause == null) {
      return "";
    }
    String message = oneLine(message(cause));
    boolean isNews = !message.isEmpty() && !said.contains(message);
    return (isNews ? ": " + message : "") + because(cause.getCause(), said + message);
  }
}
