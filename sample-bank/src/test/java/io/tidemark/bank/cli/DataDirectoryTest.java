package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Commands on a directory, with an embedded server. */
class DataDirectoryTest {
  private static final List<String> NEED_A_BANK =
      List.of(
          "accounts",
          "account 1",
          "statement 1",
          "explain 1",
          "overview",
          "overdrafts",
          "limit 1 5",
          "totals",
          "deposit 1 5",
          "withdraw 1 5",
          "transfer 1 2 5",
          "stop",
          "admin events",
          "admin streams",
          "admin state account-1",
          "admin projections",
          "admin replay balances",
          "admin compare balances",
          "admin switch balances",
          "admin rollback balances",
          "admin explain balances 1",
          "admin what-if balances --drop 1",
          "admin parked",
          "admin redrive overdrafts",
          "admin discard overdrafts --key 1 --reason test",
          "admin pause balances",
          "admin resume balances",
          "admin info",
          "admin sql SELECT(1)",
          "admin queries",
          "admin query create x",
          "admin query change x",
          "admin query rows x",
          "admin query pause x",
          "admin query resume x",
          "admin query rebuild x",
          "admin query compare x",
          "admin query switch x",
          "admin query drop x",
          "stream run day_totals",
          "stream follow day_totals",
          "stream chart day_totals",
          "stream alerts",
          "admin verify");

  /** Those that make a bank, that need none, and the one that has a test of its own. */
  private static final Set<String> OTHERS =
      Set.of(
          "demo",
          "open",
          "import",
          "start",
          "completion",
          "help",
          "stream list",
          "stream help",
          "admin help",
          "admin query help",
          "admin health");

  @TempDir Path parent;

  @ParameterizedTest
  @FieldSource("NEED_A_BANK")
  void a_command_that_needs_a_bank_makes_none(String command) throws IOException {
    run("bank-data", command.split(" "))
        .endedWith(
            ExitCode.FAILED,
            "No bank in %s: no such directory; 'open' and 'import' make a new one"
                .formatted(parent.resolve("bank-data")));
    assertThat(names(parent)).isEmpty();
  }

  @Test
  void a_probe_makes_no_bank_either() throws IOException {
    BankRun run = run("bank-data", "admin", "health");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains("unhealthy: database: No bank in ");
    assertThat(names(parent)).isEmpty();
  }

  @Test
  void no_command_is_forgotten_here() {
    assertThat(Commands.namesOfVerbs())
        .allMatch(
            command ->
                OTHERS.contains(command)
                    || NEED_A_BANK.stream().anyMatch(it -> (it + " ").startsWith(command + " ")));
  }

  @Test
  void a_typo_is_answered_with_the_nearest_bank() throws IOException {
    for (String bank : List.of("bank-data", "berka", "zoo")) {
      Files.createDirectories(parent.resolve(bank).resolve("postgres"));
    }
    Files.createDirectory(parent.resolve("bnak-data-of-nobody"));
    run("bnak-data", "accounts")
        .endedWith(ExitCode.FAILED, "; the nearest is " + parent.resolve("bank-data"));
    run("berkas", "accounts").endedWith(ExitCode.FAILED, "nearest is " + parent.resolve("berka"));
    run("zoo/postgres", "accounts")
        .endedWith(ExitCode.FAILED, "an empty directory; the nearest is")
        .endedWith(ExitCode.FAILED, parent.resolve("zoo").toString());
  }

  @Test
  void a_directory_with_other_files_is_refused_and_left_as_it_is() throws IOException {
    Path photos = Files.createDirectory(parent.resolve("photos"));
    Files.createFile(photos.resolve("cat.jpg"));

    run("photos", "open", "1", "Ada")
        .endedWith(
            ExitCode.FAILED,
            "Not a data directory: %s: expected a new or an empty one, actual one with cat.jpg"
                .formatted(photos));
    assertThat(names(photos)).containsExactly("cat.jpg");
  }

  @Test
  void a_wrong_file_is_refused_before_a_bank_is_made() throws IOException {
    Path file = Files.writeString(parent.resolve("account.asc"), "\"account_id\";\"date\"\n1;2\n");

    run("bank-data", "import", file.toString())
        .endedWith(ExitCode.FAILED, "Invalid header in line 1: expected trans_id;account_id;");
    assertThat(names(parent)).containsExactly("account.asc");
  }

  @Test
  void the_server_stays_between_commands_until_it_is_stopped() throws IOException {
    run("b", "open", "1", "Ada").done();
    String first = postmaster();
    run("b", "deposit", "1", "5").done();
    assertThat(postmaster()).isEqualTo(first);
    assertThat(run("b", "start").done().out()).contains("stays up until: bank stop");
    assertThat(postmaster()).isEqualTo(first);
    assertThat(run("b", "stop").done().out())
        .isEqualTo("PostgreSQL of %s is stopped\n".formatted(parent.resolve("b")));
    assertThat(run("b", "stop").done().out()).contains("was not running");

    with("0s", "b", "accounts").done();
    assertThat(parent.resolve("b/postgres/postmaster.pid")).doesNotExist();
    assertThat(parent.resolve("b/idle.timeout")).doesNotExist();
  }

  @Test
  void the_server_stops_when_its_idle_timeout_is_over() throws IOException {
    with("0.3s", "b", "open", "1", "Ada").done();
    Path pid = parent.resolve("b/postgres/postmaster.pid");
    Processes.await("the end of the server", () -> !Files.exists(pid));
    Processes.await(
        "the end of the watcher", () -> !Files.exists(parent.resolve("b/idle.timeout")));
  }

  @Test
  void a_time_that_is_none_and_a_server_to_be_stopped_that_is_not_ours_are_wrong_usage() {
    with("soon", "b", "accounts")
        .endedWith(
            ExitCode.WRONG_USAGE,
            "Invalid TIDEMARK_IDLE_TIMEOUT: expected a time such as 10m or 0s, actual soon");
    with("-1s", "b", "accounts").endedWith(ExitCode.WRONG_USAGE, "actual -1s");
    BankRun.with(Map.of("TIDEMARK_JDBC_URL", "jdbc:postgresql://localhost/b"), "stop")
        .endedWith(ExitCode.WRONG_USAGE, "expected a data directory, actual jdbc:postgresql:");
  }

  private String postmaster() throws IOException {
    return Files.readAllLines(parent.resolve("b/postgres/postmaster.pid")).get(0);
  }

  private BankRun run(String directory, String... command) {
    return with("10m", directory, command);
  }

  private BankRun with(String idleTimeout, String directory, String... command) {
    return BankRun.with(
        Map.of(
            "TIDEMARK_DATA",
            parent.resolve(directory).toString(),
            "TIDEMARK_IDLE_TIMEOUT",
            idleTimeout),
        command);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
