package io.tidemark.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some cases over a log in PostgreSQL; the command takes them all, in all ways. */
class StoredCasesTest {
  private static final List<String> WAYS =
      List.of(
          "stored, batches of 2",
          "stored, 3 shards",
          "stored, as of each position",
          "stored, rebuilt amid",
          "followed",
          "selected");

  @Test
  void rows_in_the_database_are_at_each_position_what_they_are_to_be() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int failures;
    try (PostgresRun postgres = new PostgresRun()) {
      List<CaseRun> runs =
          StoredRuns.all(postgres.dataSource()).stream()
              .filter(run -> WAYS.contains(run.name()))
              .toList();
      assertThat(runs).hasSameSizeAs(WAYS);
      failures =
          new StreamCases(runs, new PrintStream(out, true, StandardCharsets.UTF_8))
              .run(List.of(file("S-03"), file("J-01"), file("O-03")));
    }
    assertThat(failures).as(out.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(StoredCasesTest.class.getResource("/stream-cases/" + name + ".json").toURI());
  }
}
