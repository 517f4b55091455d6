package io.tidemark.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Sends the input of a {@code copy} in pieces, so that memory holds one of them. */
final class CopiedLines {
  private static final int PIECE = 32_768;

  private CopiedLines() {}

  /** How many rows the server wrote. A copy that is given up is ended at the server too. */
  static long send(CopyIn copy, Iterable<String> lines) throws SQLException {
    try {
      StringBuilder piece = new StringBuilder();
      for (String line : lines) {
        piece.append(line);
        if (piece.length() >= PIECE) {
          write(copy, piece);
        }
      }
      write(copy, piece);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void write(CopyIn copy, StringBuilder piece) throws SQLException {
    byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    piece.setLength(0);
  }
}
