package io.tidemark.bank.berka;

/** The log could not be written for too long. Importing the same file again is safe. */
public final class ImportInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImportInterruptedException(long line, Throwable cause) {
    super(
        "Import stopped at line %d: %s. Importing the file again is safe: rows are stored once"
            .formatted(line, String.valueOf(cause.getMessage()).replaceFirst("\\.$", "")),
        cause);
  }
}
