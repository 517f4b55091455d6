package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BankCommandsTest {
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void an_empty_bank_has_no_accounts() {
    assertThat(run("accounts", "--json").done().out().strip()).isEqualTo("[]");
    run("account", "99999").endedWith(ExitCode.FAILED, "No account 99999");
    run("statement", "99999").endedWith(ExitCode.FAILED, "No account 99999");
    run("explain", "99999").endedWith(ExitCode.FAILED, "No account 99999");
    run("deposit", "99999", "1").endedWith(ExitCode.FAILED, "No account 99999");
    run("admin", "state", "account-99999").endedWith(ExitCode.FAILED, "No stream account-99999");
  }

  @Test
  void money_moves_and_every_view_agrees() {
    run("open", "42", "Žofie Nováková").done();
    run("open", "7", "Bob").done();
    assertThat(run("deposit", "42", "250.50").done().out())
        .isEqualTo("Deposited 250.50. Balance of account 42: 250.50\n");
    run("withdraw", "42", "50").done();
    run("transfer", "42", "7", "100.25").done();

    assertThat(run("accounts", "--json").done().out())
        .isEqualTo(
            """
            [{"id":"42","balance":"100.25","version":4,"owner":"Žofie Nováková"},
             {"id":"7","balance":"100.25","version":2,"owner":"Bob"}]
            """);
    assertThat(run("accounts").done().out()).contains("2 accounts, together 200.50");
    assertThat(run("account", "42", "--json").done().json().get("balance").asString())
        .isEqualTo("100.25");
    assertThat(run("account", "42").done().out()).contains("Žofie Nováková", "transfer to 7");
    BankRun statement = run("statement", "42", "--json").done();
    assertThat(statement.all("amount")).containsExactly("250.50", "-50.00", "-100.25");
    assertThat(statement.all("balance")).containsExactly("250.50", "200.50", "100.25");
    assertThat(run("statement", "7").done().out())
        .contains("transfer from 42")
        .contains("1 movement, balance 100.25");
    assertThat(run("totals", "--json").done().all("debits")).containsExactly("150.25");
    assertThat(run("totals", "--json").done().all("credits")).containsExactly("350.75");
    assertThat(run("admin", "verify").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void what_is_not_allowed_is_refused_with_the_reason() {
    run("open", "1", "Ada").done();
    run("deposit", "1", "10").done();

    run("open", "1", "Eve").endedWith(ExitCode.FAILED, "Account 1 is already open");
    run("open", "2", " ").endedWith(ExitCode.FAILED, "Invalid owner");
    run("withdraw", "1", "10.01")
        .endedWith(
            ExitCode.FAILED,
            "Insufficient funds in account 1: expected at least 10.01, actual 10.00");
    run("transfer", "1", "9", "1").endedWith(ExitCode.FAILED, "Transfer refused: No account 9");
    run("transfer", "1", "1", "1")
        .endedWith(ExitCode.FAILED, "Transfer refused: Both accounts are 1");
    run("open", "2", "Bob").done();
    run("transfer", "1", "2", "10.01")
        .endedWith(ExitCode.FAILED, "Transfer refused: Insufficient funds in account 1");
    assertThat(run("accounts", "--json").done().all("balance")).containsExactly("10.00", "0.00");
  }

  @Test
  void the_past_is_shown_as_it_was() {
    run("open", "1", "Ada").done();
    run("deposit", "1", "10").done();
    String then = recordedAt("1");
    run("open", "2", "Bob").done();
    run("deposit", "1", "5").done();

    assertThat(balance("--at-version", "1")).isEqualTo("0.00");
    assertThat(balance("--at-version", "2")).isEqualTo("10.00");
    assertThat(balance("--at-position", "3")).isEqualTo("10.00");
    assertThat(balance("--recorded-at", then)).isEqualTo("10.00");
    assertThat(balance("--occurred-at", then)).isEqualTo("10.00");
    assertThat(run("accounts", "--json", "--at-position", "2").done().all("id"))
        .containsExactly("1");
    assertThat(run("statement", "1", "--json", "--at-position", "3").done().all("balance"))
        .containsExactly("10.00");
    assertThat(
            run("admin", "state", "account-1", "--at-version", "2")
                .done()
                .json()
                .get("state")
                .get("balance")
                .asString())
        .isEqualTo("10.00");
    run("account", "2", "--at-position", "2")
        .endedWith(ExitCode.FAILED, "Account 2 did not exist yet then");
    run("statement", "2", "--recorded-at", then)
        .endedWith(ExitCode.FAILED, "Account 2 did not exist yet then");
    run("account", "1", "--at-version", "0")
        .endedWith(ExitCode.FAILED, "Account 1 did not exist yet then");
    run("account", "9", "--at-version", "0").endedWith(ExitCode.FAILED, "No account 9");
    run("accounts", "--at-position", "99")
        .endedWith(ExitCode.FAILED, "Position of the log: expected at most 4, actual 99");
    run("account", "1", "--at-version", "99")
        .endedWith(ExitCode.FAILED, "Version of account 1: expected at most 3, actual 99");
    run("admin", "state", "account-1", "--at-version", "99")
        .endedWith(ExitCode.FAILED, "Version of account-1: expected at most 3, actual 99");
  }

  @Test
  void balances_of_the_past_are_asked_of_their_history_and_not_replayed() throws SQLException {
    run("open", "1", "Ada").done();
    run("deposit", "1", "10").done();
    run("deposit", "1", "5").done();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE tidemark.balances_history SET balance = 77 WHERE version = 2");
    }

    assertThat(run("accounts", "--json", "--at-position", "2").done().all("balance"))
        .containsExactly("77.00");
    assertThat(run("account", "1", "--json", "--at-position", "2").done().json().get("balance"))
        .hasToString("\"10.00\"");
    assertThat(run("accounts", "--json").done().all("balance")).containsExactly("15.00");
  }

  @Test
  void the_log_is_listed_as_it_is() {
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "1", "900.00").done();

    BankRun listed = run("admin", "events", "--json", "--from", "3").done();
    JsonNode event = listed.json().get(0);
    assertThat(event.propertyNames())
        .containsExactly(
            "position",
            "stream",
            "version",
            "type",
            "recordedAt",
            "occurredAt",
            "data",
            "metadata");
    assertThat(event.get("position").asInt()).isEqualTo(3);
    assertThat(event.get("stream").asString()).isEqualTo("account-1");
    assertThat(event.get("version").asInt()).isEqualTo(2);
    assertThat(event.get("type").asString()).isEqualTo("Deposited");
    assertThat(listed.out()).contains("\"data\":{\"amount\":900.00},\"metadata\":{}");
    assertThat(event.get("metadata").isObject()).isTrue();
    assertThat(positions("--limit", "2")).containsExactly("1", "2");
    assertThat(positions("--from", "2", "--limit", "1")).containsExactly("2");
    assertThat(positions("--stream", "account-1")).containsExactly("1", "3");
    assertThat(positions("--stream", "account-1", "--from", "2")).containsExactly("3");
    assertThat(positions("--stream", "account-9")).isEmpty();
    assertThat(run("admin", "events", "--category", "nope").done().out().lines())
        .hasSize(2)
        .endsWith("no such event");
    assertThat(run("admin", "events").done().out().lines()).hasSize(4);
    assertThat(run("admin", "streams", "--json").done().all("stream"))
        .containsExactly("account-1", "account-2");
    assertThat(run("admin", "streams", "--json").done().all("version")).containsExactly("2", "1");
  }

  @Test
  void projections_are_listed_without_being_brought_further() {
    assertThat(run("admin", "projections", "--json").done().all("position")).containsOnly("0");
    run("open", "1", "Ada").done();

    JsonNode balances = run("admin", "projections", "--json").done().json().get(0);

    assertThat(balances.propertyNames())
        .containsExactly("name", "state", "position", "head", "lag", "age", "parked", "runners");
    assertThat(balances.get("name").asString()).isEqualTo("balances");
    assertThat(balances.get("position").asInt()).isEqualTo(1);
    assertThat(balances.get("head").asInt()).isEqualTo(1);
    assertThat(balances.get("lag").asInt()).isZero();
  }

  @Test
  void a_hint_says_again_where_the_bank_is() {
    run("open", "1", "Ada").done();
    String[] place = {"--jdbc-url", database.jdbcUrl(), "--user", database.user()};
    Map<String, String> secret = Map.of("TIDEMARK_PASSWORD", database.password());

    BankRun paused =
        BankRun.with(secret, "admin", "pause", "balances", place[0], place[1], place[2], place[3]);

    assertThat(paused.out())
        .isEqualTo(
            "Paused balances\nGo on: bank admin resume balances %s\n"
                .formatted(new ShellCommand(List.of(place))));
    assertThat(run("admin", "pause", "balances").out())
        .endsWith("Go on: bank admin resume balances\n");
  }

  @Test
  void a_transfer_is_shown_with_its_state() {
    run("open", "1", "Ada").done();
    run("open", "2", "Bob").done();
    run("deposit", "1", "10").done();
    run("transfer", "1", "2", "4").done();
    String stream =
        run("admin", "streams", "--json").done().all("stream").stream()
            .filter(name -> name.startsWith("transfer-"))
            .findFirst()
            .orElseThrow();

    JsonNode state = run("admin", "state", stream, "--json").done().json().get("state");

    assertThat(state.toString())
        .isEqualTo("{\"status\":\"COMPLETED\",\"from\":\"1\",\"to\":\"2\",\"amount\":\"4.00\"}");
    run("admin", "state", "other-1").endedWith(ExitCode.FAILED, "No aggregate for other-1");
  }

  private String balance(String... pointInTime) {
    String[] arguments = new String[] {"account", "1", "--json", pointInTime[0], pointInTime[1]};
    return run(arguments).done().json().get("balance").asString();
  }

  private List<String> positions(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "admin";
    arguments[1] = "events";
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return run(arguments).done().all("position");
  }

  private String recordedAt(String account) {
    List<String> times =
        run("admin", "events", "--json", "--stream", "account-" + account).done().all("recordedAt");
    return times.get(times.size() - 1);
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
