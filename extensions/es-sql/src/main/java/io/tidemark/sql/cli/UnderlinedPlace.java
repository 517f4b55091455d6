package io.tidemark.sql.cli;

import io.tidemark.sql.table.SqlException;
import io.tidemark.terminal.TextWidth;
import java.util.List;

/** The line of a statement in which something is wrong, with the place underlined. */
record UnderlinedPlace(String line, String mark) {
  UnderlinedPlace(SqlException failure) {
    this(lastLines(failure));
  }

  private UnderlinedPlace(List<String> both) {
    this(both.get(0), both.get(1));
  }

  private static List<String> lastLines(SqlException failure) {
    List<String> lines = failure.underlined().lines().toList();
    return lines.subList(lines.size() - 2, lines.size());
  }

  /** Both lines in so many columns: of a long one, as much as is around the place. */
  List<String> lines(int columns) {
    int skipped = TextWidth.of(line) <= columns ? 0 : Math.max(0, mark.length() + 2 - columns);
    skipped = Math.min(skipped, mark.length() - mark.stripLeading().length());
    return List.of(
        TextWidth.cut(line.substring(skipped), columns),
        TextWidth.cut(mark.substring(skipped), columns));
  }
}
