package io.tidemark.sql;

import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlReadModel;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.table.SqlType;
import java.util.Arrays;
import java.util.List;

/** The tables of accounts that the tests of statements name. */
final class TestTables {
  static final SqlTables ACCOUNTS =
      SqlTables.of(
          List.of(
              EventTable.ofJson(
                  "account",
                  "deposited",
                  columns(
                      "account VARCHAR", "branch VARCHAR", "amount BIGINT", "fee DECIMAL(10, 2)")),
              EventTable.ofJson(
                  "account",
                  "withdrawn",
                  columns("account VARCHAR", "branch VARCHAR", "amount BIGINT", "rate DOUBLE")),
              new SqlReadModel(
                  "owners", columns("account VARCHAR", "owner VARCHAR"), List.of("account"))));

  private TestTables() {}

  /** Of texts such as {@code amount BIGINT}. */
  static List<SqlColumn> columns(String... columns) {
    return Arrays.stream(columns)
        .map(column -> column.split(" ", 2))
        .map(parts -> new SqlColumn(parts[0], SqlType.parse(parts[1])))
        .toList();
  }
}
