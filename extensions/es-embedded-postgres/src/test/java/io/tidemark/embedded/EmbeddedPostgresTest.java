package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path directory;

  @Test
  void data_is_there_again_after_closing_and_reopening() throws SQLException {
    try (EmbeddedPostgres server = open()) {
      execute(server, "CREATE TABLE kept (id int)");
    }
    try (EmbeddedPostgres server = open()) {
      execute(server, "INSERT INTO kept VALUES (1)");
    }
  }

  @Test
  void a_database_that_is_meant_to_stay_waits_for_the_disk_and_a_throwaway_does_not()
      throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.open(directory)) {
      assertThat(setting(server, "fsync")).isEqualTo("on");
      assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(server, "full_page_writes")).isEqualTo("on");
    }
    EmbeddedPostgresOptions throwaway =
        EmbeddedPostgresOptions.throwaway().withSetting("application_name", "it's quoted");
    try (EmbeddedPostgres server = EmbeddedPostgres.open(directory, throwaway)) {
      assertThat(setting(server, "fsync")).isEqualTo("off");
      assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void a_wrong_password_is_refused() {
    try (EmbeddedPostgres server = open()) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess"))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void the_first_of_two_openers_in_one_process_leaves_the_server_to_the_second()
      throws SQLException {
    EmbeddedPostgres first = open();
    EmbeddedPostgres second = open();
    assertThat(second.postmasterPid()).isEqualTo(first.postmasterPid());
    first.close();
    first.close();
    execute(second, "SELECT 1");
    second.close();
    awaitEnd(second);
  }

  @Test
  void the_last_of_two_processes_stops_the_server() throws IOException, SQLException {
    OpenerProcess other = OpenerProcess.start(directory);
    EmbeddedPostgres here = open();
    assertThat(here.postmasterPid()).isEqualTo(other.postmasterPid());
    other.close();
    execute(here, "SELECT 1");
    here.close();
    awaitEnd(here);
  }

  @Test
  void leaving_a_server_that_another_process_uses_does_not_stop_it() throws IOException {
    EmbeddedPostgres here = open();
    OpenerProcess other = OpenerProcess.start(directory);
    here.close();
    assertThat(runs(here)).isTrue();
    other.close();
    awaitEnd(here);
  }

  @Test
  void a_process_that_is_asked_to_terminate_stops_its_server() throws IOException {
    OpenerProcess other = OpenerProcess.start(directory);
    other.terminate();
    assertThat(ProcessHandle.of(other.postmasterPid()).filter(Processes::runs)).isEmpty();
  }

  @Test
  void the_server_of_a_killed_process_is_joined_and_then_stopped() throws IOException {
    OpenerProcess other = OpenerProcess.start(directory);
    other.killNine();
    EmbeddedPostgres here = open();
    assertThat(here.postmasterPid()).isEqualTo(other.postmasterPid());
    here.close();
    awaitEnd(here);
  }

  @Test
  void a_killed_server_is_started_again_with_all_that_was_committed() throws SQLException {
    try (EmbeddedPostgres before = EmbeddedPostgres.open(directory)) {
      execute(before, "CREATE TABLE kept (id int)");
      ProcessHandle postmaster = ProcessHandle.of(before.postmasterPid()).orElseThrow();
      postmaster.destroyForcibly();
      Processes.awaitEnd(List.of(postmaster));
      try (EmbeddedPostgres after = open()) {
        assertThat(after.postmasterPid()).isNotEqualTo(postmaster.pid());
        execute(after, "INSERT INTO kept VALUES (1)");
        execute(before, "INSERT INTO kept VALUES (2)");
      }
    }
  }

  @Test
  void a_process_id_that_now_belongs_to_another_program_is_not_taken_for_the_server()
      throws SQLException, IOException {
    startsAlthoughItsProcessIdIsTakenBy(ProcessHandle.current().pid());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_process_id_that_now_belongs_to_a_process_we_cannot_look_into_is_not_taken_for_the_server()
      throws SQLException, IOException {
    startsAlthoughItsProcessIdIsTakenBy(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_dead_server_whose_parent_never_asked_about_it_is_not_taken_for_running()
      throws SQLException, IOException {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.5 & echo $!; exec sleep 600").start();
    try {
      long zombie = Long.parseLong(String.valueOf(parent.inputReader().readLine()));
      Processes.await("a zombie", () -> ProcessHandle.of(zombie).filter(Processes::runs).isEmpty());
      assertThat(ProcessHandle.of(zombie)).isPresent();
      startsAlthoughItsProcessIdIsTakenBy(zombie);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void root_takes_no_directory_away_from_an_ordinary_user() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    open().close();
    Path cluster = directory.resolve("postgres");
    UserPrincipal before = Files.getOwner(cluster);
    Files.setOwner(
        cluster,
        cluster.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));

    assertThatThrownBy(this::open)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("expected a directory of root, actual one of daemon");
    assertThatThrownBy(() -> EmbeddedPostgres.stop(directory, Duration.ZERO))
        .hasMessageContaining("actual one of daemon");
    assertThat(Files.getOwner(cluster)).hasToString("daemon");

    Files.setOwner(cluster, before);
    open().close();
  }

  @Test
  void an_initialisation_that_was_cut_short_is_done_again() throws IOException, SQLException {
    Path unfinished = Files.createDirectory(directory.resolve("postgres.unfinished"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
    Files.writeString(directory.resolve("password"), "half");
    try (EmbeddedPostgres server = open()) {
      assertThat(server.password()).isNotEqualTo("half");
      execute(server, "SELECT 1");
    }
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void what_takes_time_is_told() {
    List<String> told = new ArrayList<>();
    EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.throwaway().withProgress(told::add))
        .close();
    assertThat(told).anyMatch(message -> message.startsWith("initialising"));
    assertThat(told).last().asString().startsWith("starting");
  }

  @Test
  void a_directory_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EmbeddedPostgres.open(file.resolve("below")))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("Cannot write to the data directory " + file.resolve("below"));
  }

  @Test
  void a_directory_of_another_major_version_is_refused_with_both_versions() throws IOException {
    open().close();
    Files.writeString(directory.resolve("postgres").resolve("PG_VERSION"), "9\n");
    assertThatThrownBy(() -> open())
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("Wrong PostgreSQL version of " + directory.toRealPath())
        .hasMessageContaining("actual 9");
  }

  @Test
  void a_failed_start_tells_why_on_one_line_and_where_the_servers_log_is() {
    EmbeddedPostgresOptions wrong =
        EmbeddedPostgresOptions.throwaway().withSetting("shared_buffers", "plenty");
    assertThatThrownBy(() -> EmbeddedPostgres.open(directory, wrong))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"plenty\"")
        .hasMessageEndingWith("(its log: %s)", directory.resolve("server.log"))
        .message()
        .hasLineCount(1);
    open().close();
  }

  @Test
  void the_password_is_for_the_owner_only() throws IOException {
    open().close();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).anyMatch(file -> file.endsWith("password"));
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("password"))).hasSize(2);
  }

  private void startsAlthoughItsProcessIdIsTakenBy(long pid) throws SQLException, IOException {
    int port;
    try (EmbeddedPostgres server = open()) {
      port = server.port();
    }
    DataDirectory files = new DataDirectory(directory.toRealPath());
    Files.writeString(
        files.postmasterFile(),
        pid + "\n" + files.cluster() + "\n1\n" + port + "\n\n127.0.0.1\n  1  1\nready   \n");
    EmbeddedPostgresOptions soon =
        EmbeddedPostgresOptions.throwaway().withStartTimeout(Duration.ofSeconds(20));
    try (EmbeddedPostgres server = EmbeddedPostgres.open(directory, soon)) {
      assertThat(server.postmasterPid()).isNotEqualTo(pid);
      execute(server, "SELECT 1");
    }
  }

  private EmbeddedPostgres open() {
    return EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.throwaway());
  }

  /** Its file is gone a moment before the process is. */
  private static void awaitEnd(EmbeddedPostgres server) {
    Processes.await("end of the server", () -> !runs(server));
  }

  private static boolean runs(EmbeddedPostgres server) {
    return ProcessHandle.of(server.postmasterPid()).filter(Processes::runs).isPresent();
  }

  private static String setting(EmbeddedPostgres server, String name) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("SHOW " + name)) {
      value.next();
      return value.getString(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
