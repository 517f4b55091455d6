package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acounts | Unknown command 'acounts', did you mean 'accounts' or 'account'? (try 'bank --help')",
        "dposit 1 5 | Unknown command 'dposit', did you mean 'deposit'? (try 'bank --help')",
        "admin healht | Unknown command 'healht', did you mean 'health'? (try 'bank admin --help')",
        "quux | Unknown command 'quux' (try 'bank --help')",
        "admin evnts | Unknown command 'evnts', did you mean 'events'? (try 'bank admin --help')",
        "accounts --jsn | Unknown option '--jsn', did you mean '--json'? (try 'bank accounts --help')",
        "accounts --at 3 | Unknown option '--at', did you mean '--at-position'? (try 'bank accounts --help')",
        "account 42 --at=3 | Unknown option '--at=3', did you mean '--at-position' or '--at-version'? (try 'bank account --help')",
        "account 42 --at-version 1 --at-position 2 | --at-position and --at-version: expected one of them, actual both (try 'bank account --help')",
        "help acounts | Unknown command 'acounts', did you mean 'accounts' or 'account'? (try 'bank --help')",
        "admin help evnts | Unknown command 'evnts', did you mean 'events'? (try 'bank admin --help')",
        "deposit 1 x | Invalid amount 'x': expected more than zero, with at most 15 digits and two decimals, for example 250.00 (try 'bank deposit --help')",
        "account 1 2 | One argument too many: '2' (try 'bank account --help')",
      })
  void a_wrong_word_is_answered_with_what_was_probably_meant(String arguments, String answer) {
    BankRun run = run(arguments.split(" ")).endedWith(ExitCode.WRONG_USAGE, answer);

    assertThat(run.err()).isEqualTo("bank: " + answer + "\n");
  }

  @Test
  void the_bank_and_its_administration_behave_alike_without_a_command() {
    assertThat(run().done()).isEqualTo(run("--help").done());
    assertThat(run("admin").done()).isEqualTo(run("admin", "--help").done());
    assertThat(run("admin").out())
        .startsWith("Usage: bank admin [OPTIONS] COMMAND\n")
        .contains("Commands:", "Example: bank admin ")
        .doesNotContain("bank demo");
  }

  @Test
  void help_may_be_asked_for_before_the_command_too() {
    assertThat(run("help").done()).isEqualTo(run("--help").done());
    assertThat(run("help", "deposit").done()).isEqualTo(run("deposit", "--help").done());
    assertThat(run("help", "admin").done()).isEqualTo(run("admin", "--help").done());
    assertThat(run("help", "admin", "events")).isEqualTo(run("admin", "events", "--help"));
    assertThat(run("admin", "help", "events")).isEqualTo(run("admin", "events", "--help"));
  }

  @ParameterizedTest
  @MethodSource("io.tidemark.bank.cli.UsageTest#commands")
  void help_begins_with_the_command_itself_and_ends_with_what_all_share(String command) {
    String help = run((command + " --help").split(" ")).done().out();

    assertThat(help).startsWith("Usage: bank " + command + " [OPTIONS]");
    assertThat(help.indexOf("Example"))
        .isPositive()
        .isLessThan(help.indexOf("Options of every command:"));
    assertThat(help.substring(help.indexOf("Options of every command:")))
        .contains("--data", "--jdbc-url", "--user", "--password", "--verbose", "--help")
        .doesNotContain("--json");
    assertThat(help.lines())
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(80));
  }

  @Test
  void on_a_narrow_terminal_sentences_stay_whole_and_examples_can_be_pasted() {
    String replay = narrow("admin", "replay", "--help");

    assertThat(replay)
        .doesNotContain("Several are\n")
        .contains(
            """
            Examples: bank admin replay balances
                      bank admin replay --all --workers 2 \\
                        --max-rate 20000
                      bank admin replay balances --no-switch
            """);
    assertThat(narrow("admin", "discard", "--help"))
        .contains(
            """
            Examples: bank admin discard overdrafts --position 12 \\
                        --reason 'sent twice' --yes
            """);
    assertThat(run("completion", "--help").done().out())
        .contains("\n            > ~/.local/share/bash-completion/completions/bank\n");
  }

  private static String narrow(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output terminal =
        new Output(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, () -> 60);
    Console console = new Console(terminal, terminal, Map.of("NO_COLOR", ""), Path.of(""));
    assertThat(CommandLineProgram.run(console, arguments)).isEqualTo(ExitCode.DONE);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void each_command_is_summed_up_in_a_whole_sentence() {
    assertThat(summaries("--help")).allMatch(summary -> summary.endsWith("."));
    assertThat(summaries("admin", "--help")).allMatch(summary -> summary.endsWith("."));
  }

  private static List<String> summaries(String... arguments) {
    String help = run(arguments).done().out();
    String list = help.substring(help.indexOf("Commands:\n"), help.indexOf("\n\nExample"));
    return list.replaceAll("\n {4,}", " ").lines().skip(1).toList();
  }

  @Test
  void completion_prints_a_script_that_knows_every_command_and_option() {
    assertThat(run("completion").done().out())
        .startsWith("#!/usr/bin/env bash")
        .contains("complete -F _complete_bank -o default bank")
        .contains("transfer", "projections", "--occurred-at", "--jdbc-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --keep --data x", "demo --keep x --jdbc-url jdbc:postgresql:y"})
  void the_demo_keeps_its_data_in_one_place(String arguments) {
    run(arguments.split(" ")).endedWith(ExitCode.WRONG_USAGE, "Two places for the data");
  }

  @Test
  void a_demo_needs_an_event() {
    run("demo", "--events", "0")
        .endedWith(ExitCode.WRONG_USAGE, "number of events: expected at least 1, actual 0");
  }

  private static BankRun run(String... arguments) {
    return BankRun.with(Map.of(), arguments);
  }
}
