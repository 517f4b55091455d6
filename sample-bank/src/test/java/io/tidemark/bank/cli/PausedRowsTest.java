package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.berka.Extract;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bank whose balances somebody has paused. */
class PausedRowsTest {
  private static final String UNSEEN =
      """
      bank: note: balances is paused at position 3 of %d and does not yet show what was stored
      Go on: bank admin resume balances
      """;
  private static final String BEHIND =
      """
      bank: note: balances is paused at position 3 of 4; this is what it knows
      Go on: bank admin resume balances
      """;

  private TestDatabase database;

  @BeforeEach
  void pauseBalances() {
    database = TestDatabase.create();
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "1", "10").done();
    run("admin", "pause", "balances").done();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "deposit 1 5, 4, Deposited 5.00. Balance of account 1: 15.00",
    "withdraw 1 4, 4, Withdrew 4.00. Balance of account 1: 6.00",
    "open 3 Eve, 4, Opened account 3 for Eve",
    "limit 1 7, 4, Overdraft limit of account 1: 7.00",
    "transfer 1 2 3, 9, Transferred 3.00 from account 1 to account 2"
  })
  void a_command_that_writes_is_done_and_tells_what_does_not_show_it(
      String command, int head, String done) {
    BankRun run = run(command.split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith(done);
    assertThat(run.err()).isEqualTo(UNSEEN.formatted(head));
    assertThat(run("admin", "events", "--json").done().all("position")).hasSize(head);
  }

  @Test
  void the_others_go_on_and_whoever_asks_is_told_how_far_the_rows_are() {
    run("deposit", "1", "5");

    for (String command : new String[] {"accounts --json", "explain 1 --json"}) {
      BankRun run = run(command.split(" "));
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(run.err()).isEqualTo(BEHIND);
      assertThat(run.out()).contains("10.00").doesNotContain("15.00");
    }
    assertThat(run("overview", "--json").done().all("balance")).containsExactly("15.00", "0.00");
    assertThat(run("accounts", "--json", "--at-position", "3").done().all("balance"))
        .containsExactly("10.00", "0.00");
    assertThat(run("account", "1").done().out()).contains("15.00");

    run("admin", "resume", "balances").done();
    assertThat(run("accounts", "--json").done().all("balance")).containsExactly("15.00", "0.00");
  }

  @Test
  void an_import_is_done_too(@TempDir Path directory) {
    BankRun run = run("import", Extract.in(directory).toString(), "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("{\"stored\":362,");
    assertThat(run.err()).endsWith(UNSEEN.formatted(365));
  }

  @Test
  void a_read_model_that_fails_after_a_write_does_not_make_it_a_failure() {
    try (PostgresEventStore store =
        PostgresEventStore.builder(database.dataSource()).schema("tidemark").build()) {
      store.append(
          StreamId.of(Account.CATEGORY, "9"),
          ExpectedVersion.any(),
          List.of(EventData.of("Unheard", "{}")));
    }

    BankRun run = run("deposit", "1", "5");

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("Deposited 5.00. Balance of account 1: 15.00\n");
    assertThat(run.err())
        .startsWith("bank: note: it is stored, do not repeat it; but not all read models show it: ")
        .contains("Unheard");
  }

  @Test
  void the_tour_is_not_begun_without_them() {
    run("demo", "--events", "1")
        .endedWith(ExitCode.FAILED, "balances is paused. Let it go on: bank admin resume balances");

    assertThat(run("admin", "events", "--json").done().all("position")).hasSize(3);
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
