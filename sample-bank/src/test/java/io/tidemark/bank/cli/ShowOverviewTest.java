package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShowOverviewTest {
  private TestDatabase database;

  @BeforeEach
  void moveMoney() {
    database = TestDatabase.create();
    run("transfer", "1", "2", "1").endedWith(ExitCode.FAILED, "No account 1"); // nobody's request
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "1", "100").done();
    run("transfer", "1", "2", "30.25").done();
    run("transfer", "1", "2", "5").done();
    run("transfer", "2", "1", "1000").endedWith(ExitCode.FAILED, "Insufficient funds");
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void the_events_of_accounts_and_transfers_make_one_row() {
    assertThat(run("overview", "--json").done().out())
        .isEqualTo(
            """
            [{"account":"1","balance":"64.75","requested":2,"sent":"35.25","received":"0.00","owner":"Ada"},
             {"account":"2","balance":"35.25","requested":1,"sent":"0.00","received":"35.25","owner":"Bob"}]
            """);
    assertThat(run("overview").done().out())
        .contains("REQUESTED", "35.25")
        .endsWith("\n2 accounts, 3 transfers requested\n");
    assertThat(run("admin", "verify", "--json").all("check"))
        .contains("customer_overview equals a fresh replay");
  }

  @Test
  void the_past_is_shown_as_it_was() {
    String requested =
        run("admin", "events", "--json", "--type", "Requested").done().all("position").get(1);
    BankRun then = run("overview", "--json", "--at-position", requested).done();

    assertThat(then.all("requested")).containsExactly("1", "0");
    assertThat(then.all("balance")).containsExactly("100.00", "0.00");
    assertThat(then.all("sent")).containsExactly("0.00", "0.00");
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
