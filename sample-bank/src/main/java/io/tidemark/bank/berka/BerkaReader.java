package io.tidemark.bank.berka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file row by row, in bounded memory. A byte order mark, Windows line ends, empty lines and
 * a repeated header are read over.
 *
 * <p>Not thread-safe.
 */
public final class BerkaReader {
  /** Longest line, in bytes; rows of the format have about a hundred. */
  static final int MAX_LINE_LENGTH = 10_000;

  private static final int END = -1;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_LINE_LENGTH];
  private boolean begun;
  private long lineNumber;
  private long bytesRead;

  /** Of a stream, which should be buffered and is not closed here. */
  public BerkaReader(InputStream in) {
    this.in = in;
  }

  /** Number of the line last read, from 1. */
  public long lineNumber() {
    return lineNumber;
  }

  /** How many bytes were read. */
  public long bytesRead() {
    return bytesRead;
  }

  /**
   * The next row.
   *
   * @return null at the end of the file
   * @throws MalformedRowException if the next line is not a row; go on with the one after it
   * @throws NotABerkaFileException if the column names are not those of the format, or if the file
   *     begins neither with them nor with something like a row
   */
  public @Nullable BerkaRow next() throws IOException, MalformedRowException {
    for (String line = line(); line != null; line = line()) {
      if (line.isBlank()) {
        continue;
      }
      List<String> fields = BerkaFields.of(line);
      if (!BerkaFormat.isHeader(fields)) {
        return BerkaFormat.row(fields);
      }
      if (!fields.equals(BerkaFormat.HEADER)) {
        throw new NotABerkaFileException(lineNumber, BerkaFormat.HEADER, String.join(";", fields));
      }
    }
    return null;
  }

  /**
   * Looks at the beginning of the file, and reads no row of it.
   *
   * @throws NotABerkaFileException if it is not a file of the format, or is empty
   */
  public void requireFormat() throws IOException {
    try {
      next();
    } catch (MalformedRowException e) {
      // a row, though not a good one
    }
    if (!begun) {
      throw new NotABerkaFileException(BerkaFormat.HEADER);
    }
  }

  private @Nullable String line() throws IOException, MalformedRowException {
    int length = 0;
    int next = read();
    if (next == END) {
      return null;
    }
    lineNumber++;
    for (; next != END && next != '\n'; next = read()) {
      if (length < MAX_LINE_LENGTH) {
        buffer[length] = (byte) next;
      }
      length++;
    }
    requireBeginning(length);
    if (length > MAX_LINE_LENGTH) {
      throw new MalformedRowException(
          "overlong row: expected at most %d bytes, actual %d".formatted(MAX_LINE_LENGTH, length));
    }
    return decoded(length);
  }

  /** The first line that is not empty tells what kind of file it is, in whatever encoding. */
  private void requireBeginning(int length) throws NotABerkaFileException {
    int end = Math.min(length, MAX_LINE_LENGTH);
    String line = new String(buffer, 0, end, StandardCharsets.UTF_8).replace(BYTE_ORDER_MARK, "");
    if (begun || line.isBlank()) {
      return;
    }
    begun = true;
    if (!BerkaFormat.isBeginning(line.strip())) {
      throw new NotABerkaFileException(lineNumber, BerkaFormat.HEADER, line.strip());
    }
  }

  private String decoded(int length) throws MalformedRowException {
    try {
      int end = length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(java.nio.ByteBuffer.wrap(buffer, 0, end))
              .toString();
      boolean marked = lineNumber == 1 && text.startsWith(BYTE_ORDER_MARK);
      String line = marked ? text.substring(1) : text;
      if (line.indexOf('\0') >= 0) {
        throw new MalformedRowException("invalid text: expected no NUL");
      }
      return line;
    } catch (CharacterCodingException e) {
      throw new MalformedRowException("invalid text: expected UTF-8");
    }
  }

  private int read() throws IOException {
    int next = in.read();
    if (next != END) {
      bytesRead++;
    }
    return next;
  }
}
