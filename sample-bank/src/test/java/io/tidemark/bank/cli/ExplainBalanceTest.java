package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.TextWidth;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainBalanceTest {
  private TestDatabase database;

  @BeforeEach
  void moveMoney() {
    database = TestDatabase.create();
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "1", "999999999999999.99").done();
    run("transfer", "1", "2", "0.99").done();
    run("withdraw", "2", "0.09").done();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void the_events_of_the_account_are_listed_with_before_and_after_the_newest_first() {
    BankRun explained = run("explain", "2", "--json").done();

    assertThat(explained.all("type")).containsExactly("Withdrawn", "TransferReceived", "Opened");
    assertThat(explained.all("version")).containsExactly("3", "2", "1");
    assertThat(explained.all("after")).containsExactly("0.90", "0.99", "0.00");
    assertThat(explained.json().get(0).get("before").asString()).isEqualTo("0.99");
    assertThat(explained.json().get(2).has("before")).isFalse();
  }

  @Test
  void the_oldest_come_first_if_asked_for_and_the_limit_is_kept() {
    assertThat(run("explain", "1", "--oldest-first", "--limit", "2", "--json").done().all("type"))
        .containsExactly("Opened", "Deposited");
    assertThat(run("explain", "1", "--limit", "2", "--json").done().all("type"))
        .containsExactly("TransferSent", "Deposited");
    assertThat(run("explain", "1", "--limit", "2").done().out())
        .endsWith("\n2 events shown, the newest of account 1; --limit N shows more\n");
    assertThat(run("explain", "1", "--oldest-first", "--limit", "1").done().out())
        .endsWith("\n1 event shown, the oldest of account 1; --limit N shows more\n");
  }

  @Test
  void even_with_the_largest_amount_there_is_room_for_it_in_80_columns() {
    String printed = run("explain", "1").done().out();

    assertThat(printed)
        .contains("999999999999999.99", "999999999999999.00")
        .endsWith("\n3 events made the balance of account 1\n");
    assertThat(printed.lines())
        .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(80));
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
