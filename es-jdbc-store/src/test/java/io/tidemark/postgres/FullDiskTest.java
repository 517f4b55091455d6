package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is really full: the events lie on a small file system in memory. Mounting it takes
 * root.
 */
@Tag("chaos")
class FullDiskTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void a_full_disk_fails_appends_leaves_reads_working_and_loses_nothing() throws IOException {
    Path filler = Files.write(disk.resolve("filler"), new byte[8 << 20]);
    try (TestServer server = TestServer.start()) {
      Jdbc jdbc = new Jdbc(server.dataSource());
      jdbc.update(
          "create tablespace small location '" + Files.createDirectory(disk.resolve("ts")) + "'");
      jdbc.update("alter database postgres set default_tablespace = small");
      try (PostgresEventStore store = PostgresEventStore.builder(server.dataSource()).build()) {
        List<UUID> acknowledged = new ArrayList<>();
        assertThatThrownBy(() -> appendUntilItFails(store, acknowledged))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("53100");
        assertThat(acknowledged).isNotEmpty();
        assertThat(store.head()).isEqualTo(acknowledged.size());

        Files.delete(filler);
        appendOne(store, acknowledged);
        new LogAssertions(server.dataSource()).assertIntact().assertHoldsOnce(acknowledged);
      }
    }
  }

  private static void appendUntilItFails(PostgresEventStore store, List<UUID> acknowledged) {
    for (int n = 0; n < 5_000; n++) {
      appendOne(store, acknowledged);
    }
  }

  private static void appendOne(PostgresEventStore store, List<UUID> acknowledged) {
    byte[] noise = new byte[6_000];
    java.util.concurrent.ThreadLocalRandom.current().nextBytes(noise);
    String data = "\"" + java.util.Base64.getEncoder().encodeToString(noise) + "\"";
    EventData event = EventData.of("T", data);
    store.append(STREAM, ExpectedVersion.any(), List.of(event));
    acknowledged.add(event.id());
  }
}
