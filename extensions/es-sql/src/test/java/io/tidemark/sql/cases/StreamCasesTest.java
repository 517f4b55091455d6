package io.tidemark.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.sql.cases.StreamCase.CaseChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each case in each way; and what the program says of a case that differs. */
class StreamCasesTest {
  private static PostgresRun postgres;

  @BeforeAll
  static void start() {
    postgres = new PostgresRun();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @TestFactory
  Stream<DynamicTest> each_case_in_each_way() throws IOException {
    List<CaseRun> runs = new ArrayList<>(MemoryRuns.all());
    runs.add(postgres);
    return StreamCases.files(directory()).stream()
        .flatMap(
            file -> {
              CaseQuery query = CaseQuery.of(StreamCase.read(file));
              return runs.stream()
                  .filter(run -> run.knows(query))
                  .map(
                      run ->
                          DynamicTest.dynamicTest(
                              query.of().id() + " " + run.name(),
                              () -> assertThat(run.difference(query)).isEmpty()));
            });
  }

  @Test
  void there_are_enough_of_them() throws IOException {
    assertThat(StreamCases.files(directory())).hasSizeGreaterThanOrEqualTo(22);
  }

  /** Each wrong figure is found by the ways that look at it. */
  @Test
  void a_case_that_differs_is_told_with_its_rows(@TempDir Path directory) throws IOException {
    String right = Files.readString(directory().resolve("T-03.json"));
    Path wrong = directory.resolve("T-03.json");
    Files.writeString(wrong, right.replace("2, 5]", "2, 6]"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int failures =
        new StreamCases(MemoryRuns.all(), new PrintStream(out, true, StandardCharsets.UTF_8))
            .run(List.of(wrong));
    assertThat(failures).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("T-03", "changes after 3", "2, 6]", "2, 5]")
        .doesNotContain("pass");
  }

  @Test
  void a_file_that_is_no_case_is_told(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("x.json");
    Files.writeString(file, "{}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(
            new StreamCases(List.of(), new PrintStream(out, true, StandardCharsets.UTF_8))
                .run(List.of(file)))
        .isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("cannot be read", "x.json");
  }

  @Test
  void changes_that_cancel_are_no_rows() {
    assertThat(CaseRows.of(CaseChange.NONE, List.of())).isEqualTo(new CaseRows());
  }

  private static Path directory() {
    try {
      return Path.of(
          Objects.requireNonNull(StreamCasesTest.class.getResource("/stream-cases")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
