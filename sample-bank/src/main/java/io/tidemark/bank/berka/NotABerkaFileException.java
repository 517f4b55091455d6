package io.tidemark.bank.berka;

import java.io.IOException;
import java.util.List;

/** The column names are not those of the format, so no row of the file can be trusted. */
public final class NotABerkaFileException extends IOException {
  private static final long serialVersionUID = 1L;

  NotABerkaFileException(long lineNumber, List<String> expected, List<String> actual) {
    super(
        "Invalid header in line %d: expected %s, actual %s"
            .formatted(lineNumber, String.join(";", expected), String.join(";", actual)));
  }
}
