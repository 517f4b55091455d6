package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On one directory for all, because making a cluster takes longest. */
class IdleTimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir static Path directory;

  @AfterEach
  void nothingRunsAnyMore() {
    EmbeddedPostgres.stop(directory, Duration.ofSeconds(20));
    Processes.await("end of the watchers", () -> watchers().isEmpty());
    assertThat(directory.resolve("idle.timeout")).doesNotExist();
  }

  @Test
  void a_server_stays_for_whoever_comes_next_and_stops_when_nobody_does() throws SQLException {
    EmbeddedPostgres first = open(LONG);
    first.close();
    EmbeddedPostgres second = open(Duration.ZERO);
    assertThat(second.postmasterPid()).isEqualTo(first.postmasterPid());
    execute(second, "SELECT 1");
    second.close();
    assertThat(runs(second.postmasterPid())).isTrue();
    assertThat(EmbeddedPostgres.stop(directory, Duration.ZERO)).isTrue();
    assertThat(EmbeddedPostgres.stop(directory, Duration.ZERO)).isFalse();

    EmbeddedPostgres third = open(SHORT);
    third.close();
    awaitStop(third.postmasterPid());
  }

  @Test
  void a_server_that_is_used_for_longer_than_its_idle_timeout_is_not_stopped() throws SQLException {
    try (EmbeddedPostgres server = open(SHORT)) {
      execute(server, "SELECT pg_sleep(1.5)");
      execute(server, "SELECT 1");
    }
  }

  @Test
  void the_server_of_a_killed_process_stays_is_joined_and_stops_by_itself() throws IOException {
    OpenerProcess killed = OpenerProcess.start(directory, Duration.ofSeconds(2));
    killed.killNine();
    EmbeddedPostgres here = open(Duration.ZERO);
    assertThat(here.postmasterPid()).isEqualTo(killed.postmasterPid());
    here.close();
    OpenerProcess killedToo = OpenerProcess.start(directory, SHORT);
    assertThat(killedToo.postmasterPid()).isEqualTo(killed.postmasterPid());
    killedToo.killNine();
    awaitStop(killed.postmasterPid());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a watcher has no successor there")
  void a_killed_watcher_and_a_killed_successor_are_replaced() {
    EmbeddedPostgres server = open(Duration.ofSeconds(3));
    server.close();
    ProcessHandle successor = await("sh");
    successor.destroyForcibly();
    Processes.awaitEnd(List.of(successor));
    await("sh");
    ProcessHandle watcher = await("java");
    watcher.destroyForcibly();
    Processes.awaitEnd(List.of(watcher));
    await("java");
    awaitStop(server.postmasterPid());
  }

  @Test
  void the_longest_idle_timeout_counts_and_a_server_may_stay_until_it_is_stopped() {
    EmbeddedPostgres server = open(SHORT);
    open(EmbeddedPostgresOptions.UNTIL_STOPPED).close();
    open(SHORT).close();
    server.close();
    Processes.await("end of the watchers", () -> watchers().isEmpty());
    assertThat(runs(server.postmasterPid())).isTrue();
  }

  @Test
  void a_server_in_use_is_not_stopped() throws IOException {
    OpenerProcess other = OpenerProcess.start(directory, LONG);
    assertThatThrownBy(() -> EmbeddedPostgres.stop(directory, Duration.ofMillis(300)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("Cannot stop PostgreSQL on " + directory.toRealPath())
        .hasMessageContaining("actual still in use");
    assertThat(runs(other.postmasterPid())).isTrue();
    other.close();
    EmbeddedPostgres here = open(LONG);
    assertThatThrownBy(() -> EmbeddedPostgres.stop(directory, LONG))
        .hasMessageContaining("open in this process");
    here.close();
  }

  @Test
  void who_comes_while_it_is_stopping_gets_a_new_server() throws IOException {
    OpenerProcess leaving = OpenerProcess.start(directory, LONG);
    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(() -> EmbeddedPostgres.stop(directory, LONG));
    Processes.await("the stop", () -> !HeldLock.isFree(files().decisionLock()));
    CompletableFuture<OpenerProcess> first = CompletableFuture.supplyAsync(this::other);
    CompletableFuture<OpenerProcess> second = CompletableFuture.supplyAsync(this::other);
    leaving.close();

    assertThat(stopped.join()).isTrue();
    assertThat(runs(leaving.postmasterPid())).isFalse();
    assertThat(first.join().postmasterPid()).isNotEqualTo(leaving.postmasterPid());
    assertThat(second.join().postmasterPid()).isEqualTo(first.join().postmasterPid());
    first.join().close();
    second.join().close();
  }

  @Test
  void a_watcher_whose_directory_is_deleted_ends() throws IOException {
    Path other = Files.createTempDirectory("tidemark-deleted");
    EmbeddedPostgres server =
        EmbeddedPostgres.open(other, EmbeddedPostgresOptions.throwaway().withIdleTimeout(LONG));
    server.close();
    ProcessHandle postmaster = ProcessHandle.of(server.postmasterPid()).orElseThrow();
    postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
    postmaster.destroyForcibly();
    Processes.awaitEnd(List.of(postmaster));
    Processes.await("its directory to be deleted", () -> isDeleted(other));
    Processes.await("end of the watchers", () -> watchers(other).isEmpty());
  }

  @Test
  void a_directory_that_was_used_is_known_by_its_files_without_its_locks() throws IOException {
    for (int use = 1; use <= 2; use++) {
      open(LONG).close();
      EmbeddedPostgres.stop(directory, Duration.ofSeconds(20));
      Processes.await("end of the watchers", () -> watchers().isEmpty());
    }
    Files.delete(files().decisionLock());

    assertThat(DataDirectory.prepare(directory).isInitialised()).isTrue();
    assertThat(files().previousLog()).exists();
    assertThat(files().watcherLog()).exists();
  }

  @Test
  void the_idle_timeout_is_told_when_the_server_starts() {
    List<String> told = new ArrayList<>();
    EmbeddedPostgresOptions options =
        EmbeddedPostgresOptions.throwaway().withIdleTimeout(SHORT).withProgress(told::add);

    EmbeddedPostgres.open(directory, options).close();

    assertThat(told).last().isEqualTo("starting PostgreSQL (idle timeout: 500 ms)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_server_whose_directory_is_moved_is_stopped_too(@TempDir Path parent) throws IOException {
    Path before = parent.resolve("before");
    EmbeddedPostgres server =
        EmbeddedPostgres.open(
            before, EmbeddedPostgresOptions.throwaway().withIdleTimeout(Duration.ofSeconds(5)));
    Processes.await("watcher and successor", () -> watchers(before).size() == 2);
    LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos()); // it looks once a second at least
    server.close();
    Path after = Files.move(before, parent.resolve("after"));
    Files.createDirectory(before); // somebody else's
    awaitStop(server.postmasterPid());
    Processes.await("end of the watchers", () -> watchers(before).isEmpty());
    Processes.await("end of the watchers", () -> watchers(after).isEmpty());
  }

  @Test
  void a_negative_idle_timeout_is_refused() {
    assertThatThrownBy(() -> EmbeddedPostgresOptions.durable().withIdleTimeout(SHORT.negated()))
        .hasMessageContaining("expected 0 or more, actual PT-0.5S");
  }

  private static boolean isDeleted(Path path) {
    try {
      DataDirectory.delete(path);
      return true;
    } catch (IOException stillWrittenTo) {
      return false;
    }
  }

  private OpenerProcess other() {
    try {
      return OpenerProcess.start(directory, LONG);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataDirectory files() {
    return DataDirectory.existing(directory).orElseThrow();
  }

  private static EmbeddedPostgres open(Duration idleTimeout) {
    return EmbeddedPostgres.open(
        directory, EmbeddedPostgresOptions.throwaway().withIdleTimeout(idleTimeout));
  }

  /** The running one of the two processes whose program has this name. */
  private static ProcessHandle await(String program) {
    Processes.await(program, () -> watchers().stream().anyMatch(found -> is(program, found)));
    return watchers().stream().filter(found -> is(program, found)).findFirst().orElseThrow();
  }

  private static boolean is(String program, ProcessHandle process) {
    String command = process.info().command().orElse("");
    return program.equals("java") == command.endsWith("/java");
  }

  private static List<ProcessHandle> watchers() {
    return watchers(directory);
  }

  private static List<ProcessHandle> watchers(Path of) {
    return ProcessHandle.allProcesses()
        .filter(Processes::runs)
        .filter(process -> process.info().commandLine().orElse("").contains("IdleWatcher " + of))
        .toList();
  }

  private static void awaitStop(long postmaster) {
    Processes.await("end of the server", () -> !runs(postmaster));
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(Processes::runs).isPresent();
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
