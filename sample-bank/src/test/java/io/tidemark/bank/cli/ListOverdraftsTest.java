package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.store.AppendRequest;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListOverdraftsTest {
  private TestDatabase database;

  @BeforeEach
  void openAccounts() {
    database = TestDatabase.create();
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "2", "5").done();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void accounts_below_zero_are_listed_with_their_limits() {
    append(Account.CATEGORY, "1", "Withdrawn", "{\"amount\":100.00}");

    assertThat(run("overdrafts", "--json").done().out())
        .isEqualTo(
            "[{\"account\":\"1\",\"balance\":\"-100.00\",\"limit\":\"0.00\",\"state\":\"OVER_LIMIT\"}]\n");
    assertThat(run("limit", "1", "100").done().out())
        .isEqualTo("Overdraft limit of account 1: 100.00\n");
    assertThat(run("overdrafts", "--json").done().all("state")).containsExactly("WITHIN_LIMIT");
    run("limit", "1", "99.99").done();
    assertThat(run("overdrafts").done().out())
        .contains("over limit")
        .endsWith("\n1 account below zero, 1 over the limit\n");
    assertThat(run("overdrafts", "--all", "--json").done().all("state"))
        .containsExactly("OVER_LIMIT", "IN_CREDIT");
    run("deposit", "1", "100").done();
    assertThat(run("overdrafts", "--json").done().out()).isEqualTo("[]\n");
    assertThat(run("admin", "verify").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void a_limit_is_set_for_accounts_that_there_are_and_to_what_is_an_amount() {
    run("limit", "9", "1").endedWith(ExitCode.FAILED, "No account 9");
    run("limit", "1", "0").done();
    run("limit", "1", "7").done();
    run("limit", "1", "7.00").done();
    run("limit", "1", "0").done();
    run("limit", "1", "x")
        .endedWith(ExitCode.WRONG_USAGE, "Invalid limit 'x': expected zero or more");

    assertThat(run("admin", "events", "--json", "--category", "limit").done().out())
        .contains("{\"amount\":7}", "{\"amount\":0}");
    assertThat(run("admin", "streams", "--json", "--category", "limit").done().all("version"))
        .containsExactly("2");
    assertThat(run("admin", "state", "limit-1").done().out()).contains("{\"limit\":\"0.00\"}");
  }

  @Test
  void what_an_earlier_program_wrote_is_read() {
    append(OverdraftLimit.CATEGORY, "2", "LimitSet", "{\"amount\":\"1500,50\"}");

    assertThat(run("overdrafts", "--all", "--json").done().all("limit"))
        .containsExactly("0.00", "1500.50");
  }

  @Test
  void a_limit_that_nobody_can_read_makes_one_account_wait_and_the_others_go_on() {
    append(OverdraftLimit.CATEGORY, "1", "LimitSet", "{\"amount\":\"plenty\"}");
    run("deposit", "1", "30").done();
    run("limit", "2", "20").done();

    BankRun listed = run("overdrafts", "--all", "--json");

    assertThat(listed.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(listed.all("balance")).containsExactly("0.00", "5.00");
    assertThat(listed.all("limit")).containsExactly("0.00", "20.00");
    assertThat(listed.err())
        .isEqualTo(
            "bank: note: 1 account not up to date: first 1, which has waited since position 4\n");
  }

  @Test
  void the_past_is_shown_as_it_was() {
    append(Account.CATEGORY, "1", "Withdrawn", "{\"amount\":100.00}");
    run("limit", "1", "100").done();

    assertThat(run("overdrafts", "--json", "--at-position", "4").done().out())
        .isEqualTo(
            "[{\"account\":\"1\",\"balance\":\"-100.00\",\"limit\":\"0.00\",\"state\":\"OVER_LIMIT\"}]\n");
    assertThat(run("overdrafts", "--at-position", "3").done().out())
        .endsWith("0 accounts below zero, 0 over the limit\n");
    assertThat(run("overdrafts", "--all", "--json", "--at-position", "2").done().all("balance"))
        .containsExactly("0.00", "0.00");
    String stored =
        run("admin", "events", "--json", "--type", "Withdrawn").done().all("recordedAt").get(0);
    assertThat(run("overdrafts", "--json", "--recorded-at", stored).done().all("state"))
        .containsExactly("OVER_LIMIT");
    String before = Instant.parse(stored).minusSeconds(3600).toString();
    assertThat(run("overdrafts", "--all", "--json", "--occurred-at", before).done().out())
        .isEqualTo("[]\n");
    run("overdrafts", "--at-position", "9")
        .endedWith(ExitCode.FAILED, "Position of the log: expected at most 5, actual 9");
  }

  @Test
  void what_waits_is_noted_at_points_from_which_on_it_waits() {
    append(OverdraftLimit.CATEGORY, "1", "LimitSet", "{\"amount\":\"plenty\"}");
    run("deposit", "1", "30").done();

    assertThat(run("overdrafts", "--all", "--json", "--at-position", "3").done().all("balance"))
        .containsExactly("0.00", "5.00");
    BankRun later = run("overdrafts", "--all", "--json", "--at-position", "4");
    assertThat(later.all("balance")).containsExactly("0.00", "5.00");
    assertThat(later.err())
        .isEqualTo(
            "bank: note: 1 account not up to date: first 1, which has waited since position 4\n");
  }

  private void append(String category, String id, String type, String data) {
    Location place = new Location.Server(database.jdbcUrl(), database.user(), database.password());
    try (Bank bank = Bank.open(place, progress -> {})) {
      bank.store()
          .append(
              new AppendRequest(
                  StreamId.of(category, id),
                  ExpectedVersion.any(),
                  List.of(EventData.of(type, data))));
    }
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
