package io.tidemark.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.subscription.SubscriberState;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.Test;

class BankTest {
  @Test
  void who_looks_for_outdated_rows_is_not_taken_for_one_that_runs_them() {
    try (TestDatabase database = TestDatabase.create();
        Bank bank =
            Bank.open(
                new Location.Server(database.jdbcUrl(), database.user(), database.password()),
                progress -> {})) {
      assertThat(bank.outdated()).isEmpty();
      bank.catchUp();

      Processes.await("nobody who says that rows are run", () -> !isAnybodyAttending());
      assertThat(BankAdministration.of(bank).projections())
          .isNotEmpty()
          .allMatch(status -> status.state() == SubscriberState.UNKNOWN);
    }
  }

  private static boolean isAnybodyAttending() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("attendance-of-projections"));
  }
}
