package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.readmodel.TransferLine;
import io.tidemark.projection.Projection;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bank whose balances were made before they had history. */
class RowsOfEarlierVersionsTest {
  private static final Projection<String, Balance> EARLIER =
      Projection.named("balances", Balance.class, Balance::id)
          .from(Account.CATEGORY, Account.CODEC)
          .keyedByStream()
          .fold(
              (before, event, recorded) ->
                  new Balance("1", "Ada", BigDecimal.TEN, recorded.version(), recorded.position()));

  private TestDatabase database;

  @BeforeEach
  void createBank() {
    database = TestDatabase.create();
    Location place = new Location.Server(database.jdbcUrl(), database.user(), database.password());
    try (Bank bank = Bank.open(place, progress -> {})) {
      bank.accounts().execute("1", account -> account.open("Ada"));
      bank.accounts().execute("1", account -> account.deposit(BigDecimal.TEN));
      bank.projections().catchUp(EARLIER);
    }
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts", "accounts --at-position 1", "deposit 1 5", "demo --events 1"})
  void are_refused_before_anything_is_written_and_made_anew_as_told(String command) {
    BankRun refused = run(command.split(" "));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err())
        .isEqualTo(
            "bank: An earlier version of the bank made the rows of balances."
                + " Make them anew: bank admin replay balances\n");
    assertThat(run("admin", "events", "--json").done().all("type"))
        .containsExactly("Opened", "Deposited");

    assertThat(run("admin", "replay", "balances").exitCode()).isEqualTo(ExitCode.DONE);
    run("deposit", "1", "5").done();
    assertThat(run("accounts", "--json").done().all("balance")).containsExactly("15.00");
    assertThat(run("accounts", "--json", "--at-position", "1").done().all("balance"))
        .containsExactly("0.00");
  }

  @Test
  void several_are_named_with_a_command_for_each() {
    Location place = new Location.Server(database.jdbcUrl(), database.user(), database.password());
    try (Bank bank = Bank.open(place, progress -> {})) {
      bank.projections().catchUp(TransferLine.PROJECTION.withVersion(2));
    }

    run("totals")
        .endedWith(
            ExitCode.FAILED,
            "the rows of balances and transfers. Make them anew:"
                + " bank admin replay balances && bank admin replay transfers");
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
