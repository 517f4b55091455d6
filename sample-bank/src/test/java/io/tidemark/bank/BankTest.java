package io.tidemark.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.Test;

class BankTest {
  @Test
  void who_looks_for_outdated_rows_is_not_taken_for_one_that_runs_them() {
    try (TestDatabase database = TestDatabase.create();
        Bank bank = open(database)) {
      assertThat(bank.outdated()).isEmpty();
      bank.catchUp();

      Processes.await("nobody who says that rows are run", () -> !isAnybodyAttending());
      assertThat(BankAdministration.of(bank).projections())
          .isNotEmpty()
          .allMatch(status -> status.state() == SubscriberState.UNKNOWN);
    }
  }

  @Test
  void who_looks_for_outdated_rows_opens_none() {
    try (TestDatabase database = TestDatabase.create();
        Bank bank = open(database)) {
      assertThat(bank.outdated()).isEmpty();

      assertThat(isThere(database, "balances")).isFalse();
      bank.catchUp();
      assertThat(isThere(database, "balances")).isTrue();
    }
  }

  private static Bank open(TestDatabase database) {
    return Bank.open(
        new Location.Server(database.jdbcUrl(), database.user(), database.password()),
        progress -> {});
  }

  private static boolean isThere(TestDatabase database, String table) {
    return new Jdbc(database.dataSource())
        .inSession(
            session ->
                session.first(
                    "select 1 from pg_tables where tablename = ?", row -> row.integer(1), table))
        .isPresent();
  }

  private static boolean isAnybodyAttending() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("attendance-of-projections"));
  }
}
