package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FollowedEventsTest {
  @TempDir private Path directory;
  private static TestServer server;

  private EventStore store;
  private Process process;

  @BeforeAll
  static void startServer() {
    server = TestServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    store = PostgresEventStore.builder(server.dataSource()).build();
  }

  @AfterEach
  void close() {
    if (process != null) {
      process.destroyForcibly();
    }
    store.close();
    new Jdbc(server.dataSource()).update("drop schema tidemark cascade");
  }

  @Test
  void new_events_are_printed_as_they_come_until_an_interrupt_ends_it_well() throws Exception {
    append(12);
    process = FollowingProcess.start(server, directory, "admin", "events", "--follow", "--json");
    awaitLines(10);
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.runAsync(() -> append(25)))
                .toArray(CompletableFuture[]::new))
        .join();
    awaitLines(110);

    int expected = interrupt();

    assertThat(process.waitFor()).isEqualTo(expected);
    assertThat(lines("out").stream().map(FollowedEventsTest::position))
        .containsExactlyElementsOf(LongStream.rangeClosed(3, 112).boxed().toList());
    assertThat(text("out")).endsWith("}\n");
    assertThat(lines("err")).containsExactly(FollowingProcess.PUT_AWAY);
  }

  @Test
  void only_what_was_chosen_is_followed_in_a_table_with_one_heading() throws Exception {
    append(1);
    process =
        FollowingProcess.start(
            server, directory, "admin", "events", "--follow", "--last", "1", "--category", "x");
    awaitLines(1);
    append(2);
    store.append(StreamId.of("x", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
    awaitLines(2);

    int expected = interrupt();

    assertThat(process.waitFor()).isEqualTo(expected);
    assertThat(lines("out").get(0)).startsWith("POSITION  STREAM");
    assertThat(lines("out").get(1)).startsWith("       4  x-1 ").endsWith("{}");
    assertThat(lines("out")).hasSize(2);
  }

  @Test
  void an_outage_is_told_once_and_outlived() throws Exception {
    append(1);
    process = FollowingProcess.start(server, directory, "admin", "events", "--follow", "--json");
    awaitLines(1);
    server.killNine();
    Processes.await("the news of the outage", () -> !lines("err").isEmpty());
    server.restart();
    append(3);
    awaitLines(4);

    int expected = interrupt();

    assertThat(process.waitFor()).isEqualTo(expected);
    assertThat(lines("out").stream().map(FollowedEventsTest::position))
        .containsExactly(1L, 2L, 3L, 4L);
    List<String> notes = lines("err").stream().filter(line -> line.contains("note: ")).toList();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).startsWith("counter: note: database away, trying until it is back: ");
    assertThat(notes.get(1)).isEqualTo("counter: note: the database is back");
  }

  private void append(int count) {
    for (int n = 0; n < count; n++) {
      store.append(
          StreamId.of("counter", "red"),
          ExpectedVersion.any(),
          List.of(EventData.of("Clicked", "{\"times\":1}")));
    }
  }

  private void awaitLines(int count) {
    Processes.await(count + " lines", () -> lines("out").size() >= count || !process.isAlive());
    assertThat(process.isAlive()).as(text("err")).isTrue();
  }

  private int interrupt() throws IOException, InterruptedException {
    return FollowingProcess.interrupt(process);
  }

  private static long position(String line) {
    JsonNode event = JsonMapper.shared().readTree(line);
    return event.get("position").asLong();
  }

  private List<String> lines(String file) {
    return text(file).lines().toList();
  }

  private String text(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
