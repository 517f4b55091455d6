package io.tidemark.sql.cases.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Cases of other engines in memory; the command takes them in all ways. */
class WindowCasesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final WindowCases cases =
      WindowCases.inMemory(new PrintStream(out, true, StandardCharsets.UTF_8));

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> each_case_with_the_options_of_its_engine() throws IOException {
    return WindowCase.read(file()).stream()
        .map(WindowCase::of)
        .flatMap(
            each ->
                WindowRuns.inMemory().stream()
                    .map(
                        run ->
                            DynamicTest.dynamicTest(
                                each.id() + " " + run.name(),
                                () -> assertThat(run.work().apply(each)).isEmpty())));
  }

  @Test
  void a_case_that_differs_is_told_with_its_rows(@TempDir Path directory) throws IOException {
    String right = Files.readString(file());
    Path wrong = directory.resolve("wrong.json");
    Files.writeString(
        wrong,
        right
            .replace("{\"sum\": 60, \"count\": 4}", "{\"sum\": 61, \"count\": 4}")
            .replace("\"dropped\": 7", "\"dropped\": 6"));

    cases.run(wrong);

    assertThat(cases.failures()).isEqualTo(2);
    assertThat(cases.cases()).isEqualTo(18);
    assertThat(told())
        .contains("after step 5", "{\"sum\":61,\"count\":4}", "sum=60", "expected 6, actual 7");
  }

  @Test
  void an_option_that_nobody_knows_is_told(@TempDir Path directory) throws IOException {
    Path other = directory.resolve("other.json");
    Files.writeString(
        other, Files.readString(file()).replace("\"emit_every\"", "\"emit_sometimes\""));

    cases.run(other);

    assertThat(cases.failures()).isEqualTo(1);
    assertThat(told()).contains("Unknown option emit_sometimes");
  }

  @Test
  void files_of_statements_are_others(@TempDir Path directory) throws IOException {
    Path statement = directory.resolve("statement.json");
    Files.writeString(statement, "{\"sql\": \"SELECT 1\"}");

    assertThat(WindowCases.areIn(file())).isTrue();
    assertThat(WindowCases.areIn(statement)).isFalse();
  }

  private static Path file() {
    try {
      return Path.of(WindowCasesTest.class.getResource("/window-cases/window-cases.json").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
