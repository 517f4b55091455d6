package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void without_a_command_the_usage_is_printed() {
    BankRun run = run().done();

    assertThat(run.out())
        .startsWith("Usage: bank")
        .contains("demo", "import", "accounts", "account", "statement", "open", "deposit")
        .contains("withdraw", "transfer", "admin");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_explains_itself(String command) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add("--help");

    BankRun run = run(arguments.toArray(new String[0])).done();

    assertThat(run.out()).contains("Usage: bank " + command, "--data", "--jdbc-url");
    if (!command.equals("admin")) {
      assertThat(run.out()).contains("Example").contains("bank " + command);
    }
  }

  static Stream<String> commands() {
    return Commands.names();
  }

  @Test
  void the_version_is_printed() {
    assertThat(run("--version").done().out()).startsWith("Tidemark bank ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nosuch",
        "admin nosuch",
        "account",
        "account 1 2",
        "accounts --nosuch",
        "explain 1 --limit 0",
        "explain 1 --limit 1001",
        "limit 1 -5",
        "limit 1 1.234",
        "limit 1",
        "deposit 1 abc",
        "deposit 1 -5",
        "deposit 1 0",
        "deposit 1 1.234",
        "deposit 1",
        "transfer 1 2",
        "open 1",
        "open ../1 Ada",
        "accounts --at-position x",
        "accounts --at-position -1",
        "accounts --at-version 1",
        "overview --at-version 1",
        "accounts --recorded-at 1993-13-31",
        "accounts --recorded-at 1993-02-29",
        "accounts --recorded-at 1993-12-31T12",
        "accounts --recorded-at 1993-12-31 --zone Nowhere",
        "accounts --occurred-at yesterday",
        "accounts --at-position 1 --occurred-at 1993-12-31T23:59:59Z",
        "account 1 --at-version 1 --at-position 1",
        "account 1 --at-version 1 --at-version 2",
        "admin state account",
        "admin events --stream x",
        "admin events --limit -1",
        "admin events --limit 1 --last 1",
        "admin events --follow --limit 1",
        "admin events --since tomorrow",
        "admin streams --after x",
        "admin health --max-lag x",
        "admin health --jdbc-url http://localhost",
        "admin replay",
        "admin explain balances",
        "admin what-if balances",
        "admin discard balances --key 1 --yes",
        "admin sql",
        "admin sql x --follow --at-position 1",
        "admin sql x --limit -1",
        "admin query create",
        "stream run nosuch",
        "stream chart nosuch",
        "stream chart average_payments",
        "stream chart day_totals --limit 0",
        "stream run day_totals --as x",
        "stream run day_totals --limit 0",
        "stream follow",
        "accounts --data a --jdbc-url jdbc:postgresql://localhost/b",
        "accounts --jdbc-url http://localhost",
        "accounts --user somebody"
      })
  void wrong_usage_is_told_in_one_line_with_exit_code_2(String arguments) {
    run(arguments.split(" ")).endedWith(ExitCode.WRONG_USAGE, "--help'");
  }

  @Test
  void a_directory_and_a_server_in_the_environment_are_wrong_usage() {
    Map<String, String> both =
        Map.of("TIDEMARK_DATA", "a", "TIDEMARK_JDBC_URL", "jdbc:postgresql://localhost/b");

    BankRun.with(both, "accounts").endedWith(ExitCode.WRONG_USAGE, "Two places for the data");
  }

  @Test
  void an_empty_name_of_a_directory_is_refused_and_an_empty_variable_is_none() {
    run("accounts", "--data", "").endedWith(ExitCode.WRONG_USAGE, "Invalid data directory");
    BankRun.with(
            Map.of("TIDEMARK_DATA", "", "TIDEMARK_JDBC_URL", ""), "accounts", "--data", "no/bank")
        .endedWith(ExitCode.FAILED, "No bank in ");
  }

  @Test
  void what_an_argument_would_do_to_a_terminal_is_not_done() {
    run("\u001B[2Jx").endedWith(ExitCode.WRONG_USAGE, "Unknown command '?[2Jx'");
    run("accounts", "--data", "no/b\u0007nk").endedWith(ExitCode.FAILED, "no/b?nk: no such");
    run("import", "\u009B2J").endedWith(ExitCode.FAILED, "No readable file ?2J");
  }

  @Test
  void a_server_that_is_not_there_is_a_failure() {
    BankRun run =
        run(
            "accounts",
            "--jdbc-url",
            "jdbc:postgresql://127.0.0.1:1/x?password=secret",
            "--user",
            "x");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "bank: Cannot connect to jdbc:postgresql://127.0.0.1:1/x: Connection to 127.0.0.1:1 refused\n");
  }

  @Test
  void verbose_adds_the_stack_trace() {
    BankRun run = run("import", "no/such/file", "--verbose");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("bank: No readable file no/such/file").contains("\tat ");
  }

  private static BankRun run(String... arguments) {
    return BankRun.with(Map.of(), arguments);
  }
}
