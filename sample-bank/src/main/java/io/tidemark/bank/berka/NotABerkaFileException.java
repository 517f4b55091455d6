package io.tidemark.bank.berka;

import java.io.IOException;
import java.util.List;

/** The file is of another kind, by its column names, so no row of it can be trusted. */
public final class NotABerkaFileException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  /** Of a file that says nothing at all. */
  NotABerkaFileException(List<String> expected) {
    super("Empty file: expected %s, actual no line".formatted(String.join(";", expected)));
  }

  NotABerkaFileException(long lineNumber, List<String> expected, String actual) {
    super(
        "Invalid header in line %d: expected %s, actual %s"
            .formatted(
                lineNumber,
                String.join(";", expected),
                MalformedRowException.shortened(actual, SHOWN)));
  }
}
