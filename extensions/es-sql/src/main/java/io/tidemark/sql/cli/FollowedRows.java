package io.tidemark.sql.cli;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.SqlChange;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import java.util.function.Consumer;

/**
 * Prints changes as they come, a line for each row, what goes before what comes: {@code 12 +
 * account 42, total 100.25}, or as a JSON object. Not thread-safe.
 */
public final class FollowedRows implements Consumer<SqlChange> {
  private final SqlText text;
  private final Output out;
  private final boolean isJson;
  private int columns;
  private long from;
  private long left = Long.MAX_VALUE;

  private FollowedRows(SqlText text, Output out, boolean isJson) {
    this.text = text;
    this.out = out;
    this.isJson = isJson;
    this.columns = isJson ? Integer.MAX_VALUE : out.columns();
  }

  /**
   * Of a statement.
   *
   * @param tables all that it may name
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   */
  public static FollowedRows of(String statement, SqlTables tables, Output out, boolean isJson) {
    return new FollowedRows(
        new SqlText(SqlStatement.parse(statement, tables).query().columns()), out, isJson);
  }

  /** Prints nothing of events before this position. */
  public FollowedRows from(long position) {
    this.from = position;
    return this;
  }

  /** Prints at most so many lines. */
  public FollowedRows limit(long lines) {
    this.left = lines;
    return this;
  }

  /** Cuts no line, however wide. */
  FollowedRows uncut() {
    this.columns = Integer.MAX_VALUE;
    return this;
  }

  /** Whether as many lines are printed as were asked for. */
  public boolean isEnough() {
    return left <= 0;
  }

  @Override
  public void accept(SqlChange change) {
    if (change.position() >= from) {
      change.removed().forEach(row -> print(change.position(), '-', row));
      change.added().forEach(row -> print(change.position(), '+', row));
      out.stream().flush();
    }
  }

  private void print(long position, char sign, Tuple row) {
    if (!isEnough()) {
      String line = isJson ? text.json(position, sign, row) : text.line(position, sign, row);
      out.line(TextWidth.cut(line, columns));
      left--;
    }
  }
}
