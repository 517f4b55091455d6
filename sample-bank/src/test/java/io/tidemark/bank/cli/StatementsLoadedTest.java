package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has no statement does not wait until what reads statements is loaded. */
class StatementsLoadedTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "stream list", "admin sql --help"})
  void the_parser_of_statements_is_not_loaded(String arguments) throws Exception {
    assertThat(loaded(arguments)).isNotEmpty().noneMatch(line -> line.contains("calcite"));
  }

  private List<String> loaded(String arguments) throws IOException, InterruptedException {
    Path classes = directory.resolve("classes");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + classes);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(classes);
  }
}
