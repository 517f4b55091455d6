package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tutorials that begin with an empty directory: whoever types their files as they stand has
 * programs that print what the page says. Their poms are modules of this build.
 */
class TutorialsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"first-aggregate, warehouse", "first-window, tram"})
  void the_page_shows_every_file_of_the_project(String page, String project) throws IOException {
    Path root = Checkout.root().resolve("docs/samples").resolve(project);
    try (Stream<Path> files = Files.walk(root)) {
      List<String> there =
          files
              .filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .filter(file -> !file.startsWith("target/"))
              .toList();
      assertThat(program(page, project).files().keySet())
          .containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @ParameterizedTest
  @CsvSource({"first-aggregate, warehouse", "first-window, tram"})
  void its_files_compile_and_its_programs_print_what_it_says(String page, String project)
      throws IOException {
    PageProgram program = program(page, project);
    assertThat(program.compile()).isEmpty();
    Map<String, List<String>> outputs = program.outputs();
    assertThat(outputs).hasSize(2);
    for (Map.Entry<String, List<String>> output : outputs.entrySet()) {
      assertThat(program.run(output.getKey())).as(output.getKey()).isEqualTo(output.getValue());
    }
  }

  private PageProgram program(String page, String project) {
    Path file = Checkout.root().resolve("docs/tutorial").resolve(page + ".md");
    return new PageProgram(Page.read(file), "docs/samples/" + project, directory);
  }
}
