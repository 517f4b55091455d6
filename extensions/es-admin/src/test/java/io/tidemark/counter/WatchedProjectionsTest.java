package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code admin projections --watch} in a process of its own. */
class WatchedProjectionsTest {
  @TempDir private Path directory;
  private TestServer server;
  private PostgresEventStore store;
  private Process process;

  @BeforeEach
  void open() {
    server = TestServer.start();
    store = PostgresEventStore.builder(server.dataSource()).build();
  }

  @AfterEach
  void close() {
    if (process != null) {
      process.destroyForcibly();
    }
    store.close();
    new Jdbc(server.dataSource()).update("drop schema tidemark cascade");
    server.close();
  }

  @Test
  void each_second_they_are_told_anew_with_their_rate_until_an_interrupt() throws Exception {
    append(50);
    process =
        FollowingProcess.start(server, directory, "admin", "projections", "--watch", "--json");
    Processes.await("a look", () -> lines("out").size() >= 1);
    PostgresProjections.of(store).catchUp(Clicks.PROJECTION);
    Processes.await(
        "another look", () -> lines("out").stream().anyMatch(WatchedProjectionsTest::isFast));

    int expected = FollowingProcess.interrupt(process);

    assertThat(process.waitFor()).isEqualTo(expected);
    assertThat(lines("out").get(0)).contains("\"lag\":50,", "\"rate\":0,").endsWith("}");
    assertThat(lines("out"))
        .anyMatch(line -> line.contains("\"position\":50,\"head\":50,\"lag\":0"));
    assertThat(lines("err")).containsExactly(FollowingProcess.PUT_AWAY);
  }

  @Test
  void an_outage_is_told_once_and_outlived() throws Exception {
    append(1);
    process = FollowingProcess.start(server, directory, "admin", "projections", "--watch");
    Processes.await("a look", () -> lines("out").size() >= 2);
    server.killNine();
    Processes.await("the news of the outage", () -> !lines("err").isEmpty());
    server.restart();
    int before = lines("out").size();
    Processes.await("a look after it", () -> lines("out").size() > before);
    Processes.await("the news of its end", () -> lines("err").size() >= 2);

    int expected = FollowingProcess.interrupt(process);

    assertThat(process.waitFor()).isEqualTo(expected);
    assertThat(lines("err").get(0)).contains("note: database away, trying until it is back");
    assertThat(lines("err"))
        .hasSize(3)
        .endsWith("counter: note: the database is back", FollowingProcess.PUT_AWAY);
    assertThat(lines("out").get(0)).contains("LAG  BEHIND", "RATE");
  }

  private static boolean isFast(String line) {
    return line.matches(".*\"rate\":[1-9]\\d*,.*");
  }

  private void append(int events) {
    store.append(
        StreamId.of("counter", "red"),
        ExpectedVersion.any(),
        Collections.nCopies(events, 0).stream()
            .map(zero -> EventData.of("Clicked", "{\"times\":1}"))
            .toList());
  }

  private List<String> lines(String file) {
    try {
      return Files.readString(directory.resolve(file)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
