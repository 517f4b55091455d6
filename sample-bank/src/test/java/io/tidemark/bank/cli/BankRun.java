package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one command printed and how it ended.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it complained about
 */
record BankRun(int exitCode, String out, String err) {

  /** Runs a command on a database. */
  static BankRun on(TestDatabase database, String... arguments) {
    Map<String, String> environment =
        Map.of(
            "TIDEMARK_JDBC_URL", database.jdbcUrl(),
            "TIDEMARK_USER", database.user(),
            "TIDEMARK_PASSWORD", database.password());
    return with(environment, arguments);
  }

  static BankRun with(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(output(out), output(err), environment, Path.of("").toAbsolutePath());
    int exitCode = CommandLineProgram.run(console, arguments);
    return new BankRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Checks that it is done without complaint. */
  BankRun done() {
    assertThat(err).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    return this;
  }

  /** Checks that it ended like this with one line of complaint. */
  BankRun endedWith(int expected, String complaint) {
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("bank: ").contains(complaint).doesNotContain("Exception");
    assertThat(exitCode).isEqualTo(expected);
    return this;
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** The values of one field of all items of a printed list. */
  List<String> all(String field) {
    List<String> values = new ArrayList<>();
    json().forEach(item -> values.add(item.get(field).asString()));
    return values;
  }

  private static Output output(ByteArrayOutputStream bytes) {
    return new Output(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
  }
}
