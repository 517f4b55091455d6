package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresCommandTest {
  @TempDir Path directory;

  @Test
  void of_what_initdb_says_only_the_reason_is_told() throws IOException {
    Path occupied = Files.createDirectory(directory.resolve("postgres"));
    Files.createFile(occupied.resolve("file"));
    Privileges.ofThisProcess().handOver(occupied);

    PostgresCommand.Result result = initdb("--pgdata=" + occupied);

    assertThat(result.output().lines().count()).isGreaterThan(5);
    assertThatThrownBy(() -> result.orThrow("Cannot initialise " + directory))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessage(
            "Cannot initialise %s: directory \"%s\" exists but is not empty", directory, occupied);
  }

  @Test
  void complaints_are_found_in_the_log_of_a_server() {
    assertThat(
            PostgresCommand.reason(
                """
                2026-11-25 04:00:00.123 UTC [77] LOG:  starting PostgreSQL 18
                2026-11-25 04:00:00.124 UTC [77] FATAL:  could not write: No space left on device
                2026-11-25 04:00:00.124 UTC [77] DETAIL:  The file has 3 pages.
                2026-11-25 04:00:00.124 UTC [77] LOG:  database system is shut down
                """))
        .contains("could not write: No space left on device; The file has 3 pages.");
  }

  @Test
  void without_a_complaint_the_last_line_is_told_or_else_the_exit_code() {
    assertThat(PostgresCommand.reason("one\ntwo\n\n")).contains("two");
    assertThatThrownBy(() -> new PostgresCommand.Result(3, "\n").orThrow("Cannot begin"))
        .hasMessage("Cannot begin: exit code 3");
  }

  private PostgresCommand.Result initdb(String option) {
    PostgresBinaries binaries = PostgresBinaries.unpacked(message -> {});
    return PostgresCommand.run(
        directory, List.of(binaries.program("initdb"), option), Duration.ofSeconds(30));
  }
}
