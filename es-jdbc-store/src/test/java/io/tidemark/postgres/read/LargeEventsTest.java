package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.testdatabase.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Memory is bounded whatever the size of the events: the large ones are 160 MB together. */
class LargeEventsTest {
  private static final StreamId STREAM = StreamId.of("mixed", "1");
  private static final int SMALL = 3_000;
  private static final int LARGE = 80;
  private static final int NOTED = 80;

  @Test
  void large_events_behind_small_ones_and_large_metadata_are_read_in_a_small_heap()
      throws Exception {
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(
          STREAM,
          ExpectedVersion.noStream(),
          Stream.generate(() -> EventData.of("Small", "{}")).limit(SMALL).toList());
      fill(new Jdbc(database.dataSource()));

      String output = readIn(database, "-Xmx64m");

      int all = SMALL + LARGE + NOTED;
      assertThat(output.lines()).containsExactly("log " + all, "stream " + all, "batches " + all);
    }
  }

  /** Made by the server, which is faster than sending them. */
  private static void fill(Jdbc jdbc) {
    String insert =
        "insert into tidemark.events select n, n, now(), now() + n * interval '1 us',"
            + " gen_random_uuid(), 'mixed', '1', %s, %s from generate_series(%d, %d) n";
    String large = "'\"' || repeat('x', 1048570) || '\"'";
    String note = "'{\"note\":\"' || repeat('x', 1000000) || '\"}'";
    jdbc.update(insert.formatted("'Large', " + large, "'{}'", SMALL + 1, SMALL + LARGE));
    jdbc.update(insert.formatted("'Noted', '{}'", note, SMALL + LARGE + 1, SMALL + LARGE + NOTED));
  }

  private static String readIn(TestDatabase database, String heap) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeapReader.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password(),
            STREAM.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
