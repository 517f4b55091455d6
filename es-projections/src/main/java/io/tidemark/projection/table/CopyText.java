package io.tidemark.projection.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as a line of the text format of {@code copy}. */
final class CopyText {
  private CopyText() {}

  static String line(List<Column> columns, @Nullable Object[] values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append('\t');
      }
      append(line, columns.get(i).element(values[i]));
    }
    return line.append('\n').toString();
  }

  private static void append(StringBuilder line, @Nullable Object value) {
    if (value == null) {
      line.append("\\N");
    } else if (value instanceof String text) {
      appendEscaped(line, text);
    } else {
      line.append(value);
    }
  }

  private static void appendEscaped(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }
}
