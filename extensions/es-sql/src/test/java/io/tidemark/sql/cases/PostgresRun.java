package io.tidemark.sql.cases;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.PostgresText;
import io.tidemark.sql.cases.StreamCase.CaseChange;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The answer of PostgreSQL over the finished history. */
final class PostgresRun implements CaseRun, AutoCloseable {
  private final TestDatabase database = TestDatabase.create();
  private final Connection connection;

  PostgresRun() {
    try {
      connection = database.dataSource().getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  @Override
  public String name() {
    return "PostgreSQL's answer";
  }

  /** PostgreSQL has no MATCH_RECOGNIZE. */
  @Override
  public boolean knows(CaseQuery query) {
    return !hasMatches(query.query().plan());
  }

  private static boolean hasMatches(Plan plan) {
    return plan instanceof Plan.Matches || plan.inputs().stream().anyMatch(PostgresRun::hasMatches);
  }

  @Override
  public Optional<String> difference(CaseQuery query) {
    CaseRows expected =
        CaseRows.of(new CaseChange(List.of(), query.of().rows()), query.query().columns());
    return CaseRun.difference("PostgreSQL", expected, CaseRows.ofTuples(answer(query)));
  }

  /** The rows that PostgreSQL finds. */
  List<Tuple> answer(CaseQuery query) {
    try {
      HistoryTables tables = new HistoryTables(connection);
      tables.fill(query);
      return tables.rows(PostgresText.of(query.query(), HistoryTables::name));
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.close();
  }
}
