package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.window.LargeState.Totals;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process with 128 MB makes the rows of windows that remember far more than that. How fast it is
 * from the first tenth of the events to the last is printed.
 */
class SmallHeapTest {
  private static final int HEAP = 128;

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  /** Even this is more than the process keeps in memory. */
  @ParameterizedTest
  @EnumSource
  @Tag("chaos")
  void of_a_hundred_thousand_keys_or_events(LargeState state) throws Exception {
    run(state, 100_000);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("chaos")
  void of_a_million_keys_or_events(LargeState state) throws Exception {
    run(state, 1_000_000);
  }

  private void run(LargeState state, int size) throws Exception {
    state.append(lab.store(), size);
    File output = new File("target", "small-heap-" + state + ".log");
    Process process = SmallHeapProcess.start(lab.database(), state, size, HEAP, output);
    try {
      int exitCode = process.waitFor();
      List<String> lines = Files.readAllLines(output.toPath());
      assertThat(exitCode).as("%s", lines).isZero();
      System.out.printf(
          "%s of %,d: %s; state of %,d MB%n",
          state, size, lines.get(lines.size() - 1), megabytesOfState());
    } finally {
      process.destroyForcibly();
    }
    assertThat(
            lab.jdbc()
                .first(
                    state.query(),
                    row -> new Totals(row.integer(1), row.integer(2), row.integer(3))))
        .contains(state.totals(size));
  }

  private long megabytesOfState() {
    return lab.jdbc()
            .first("select pg_total_relation_size('tidemark.large_state')", row -> row.integer(1))
            .orElseThrow()
        >> 20;
  }
}
