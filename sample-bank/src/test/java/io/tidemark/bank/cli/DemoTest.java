package io.tidemark.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bank demo}, as it appears. */
@Timeout(240)
class DemoTest {
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[\\d+m");
  private static final Pattern SECOND = Pattern.compile("process (\\d+): Deposited 10.00");

  @TempDir Path directory;

  @Test
  void on_a_narrow_terminal_no_line_is_wider_than_it() {
    try (TestDatabase database = TestDatabase.create()) {
      String printed = demo(database, 40);

      assertThat(printed.split("[\r\n]+"))
          .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(40));
      for (String bar : List.of("Appending", "Projecting", "Rebuilding", "Verifying")) {
        assertThat(Stream.of(printed.split("\n")).filter(line -> line.contains(bar + " ")))
            .as("lines of %s", bar)
            .hasSize(1);
      }
      assertThat(printed)
          .contains("this process stored version 6 at", "attempt 2, after a version", "refused")
          .contains("Look around:\n    bank accounts\n");
    }
  }

  private String demo(TestDatabase database, int columns) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output terminal = new Output(new PrintStream(bytes, true, UTF_8), true, () -> columns);
    Map<String, String> environment =
        Map.of(
            "TIDEMARK_JDBC_URL", database.jdbcUrl(),
            "TIDEMARK_USER", database.user(),
            "TIDEMARK_PASSWORD", database.password());
    Console console = new Console(terminal, terminal, environment, directory);
    assertThat(CommandLineProgram.run(console, "demo", "--events", "300")).isEqualTo(ExitCode.DONE);
    return COLOUR.matcher(bytes.toString(UTF_8)).replaceAll("");
  }

  @Test
  void piped_and_taken_twice_on_the_same_bank_it_shows_what_the_read_side_can_do() {
    try (TestDatabase database = TestDatabase.create()) {
      for (int taken = 1; taken <= 2; taken++) {
        BankRun demo = BankRun.on(database, "demo", "--events", "300").done();

        assertThat(demo.out())
            .contains("answered by history, 0 events were read")
            .containsPattern("TransferSent +379.50 +279.50\n")
            .containsPattern("parked, cannot be read\n.*waits behind it\n")
            .containsPattern("bob\\S* +180.00 +0.00 .*\n")
            .contains("2 events applied, 0 refused again, none waiting")
            .containsPattern("bob\\S* +205.00 +500.00 .*\n")
            .contains("2 shards of balances")
            .contains("rows: 0 rows added, 0 missing, 0 changed", "switched: ", "rolled back: ")
            .contains("0 rows added, 0 missing, 1 changed: Alice would have -190.50")
            .containsPattern("instead\\s+of\\s+309\\.50")
            .contains("overdrafts equals a fresh replay")
            .doesNotContain("\u001B", "\r");
        for (String[] figure :
            List.of(
                new String[] {"Appending", "appended"},
                new String[] {"Projecting", "projected"},
                new String[] {"Rebuilding", "replayed"})) {
          assertThat(found(figure[0] + ": 100%.*, ([\\d,]+)/s, in", demo.out()))
              .isEqualTo(found("([\\d,]+)  events per second " + figure[1], demo.out()));
        }
        assertThat(demo.out().lines())
            .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(80));
      }
      assertThat(BankRun.on(database, "overdrafts", "--all", "--json").done().all("limit"))
          .contains("500.00", "200.00");
    }
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a POSIX shell")
  void data_that_is_kept_is_there_for_the_commands_that_it_ends_with()
      throws IOException, InterruptedException {
    Process demo = shell("bank demo --keep 'my demo' --events 300");
    String printed = new String(demo.getInputStream().readAllBytes(), UTF_8);
    assertThat(demo.waitFor()).as(printed).isZero();
    assertThat(directory.resolve("my demo/postgres/postmaster.pid"))
        .as("a server that the second process has kept up")
        .doesNotExist();
    Matcher second = SECOND.matcher(printed);
    assertThat(second.find()).as(printed).isTrue();
    assertThat(Long.parseLong(second.group(1))).isNotEqualTo(demo.pid());

    String last = printed.strip().lines().reduce("", (earlier, line) -> line);
    Process pasted = shell(last);
    String answer = new String(pasted.getInputStream().readAllBytes(), UTF_8);

    assertThat(last).contains("--data 'my demo'");
    assertThat(pasted.waitFor()).as(last + "\n" + answer).isZero();
    assertThat(answer).contains("Replayed balances up to position 316");
  }

  /** Runs a line in which {@code bank} is this bank, in a process of its own. */
  private Process shell(String line) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String script = "bank() { \"$JAVA\" -cp \"$CP\" \"$MAIN\" \"$@\"; }\n" + line;
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    builder.environment().put("TIDEMARK_IDLE_TIMEOUT", "0s"); // the directory is about to go
    builder.environment().put("JAVA", java);
    builder.environment().put("CP", System.getProperty("java.class.path"));
    builder.environment().put("MAIN", Main.class.getName());
    return builder.directory(directory.toFile()).redirectErrorStream(true).start();
  }
}
