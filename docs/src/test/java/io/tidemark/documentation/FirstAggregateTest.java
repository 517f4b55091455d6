package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/tutorial/first-aggregate.md}: whoever types its files as they stand has a program
 * that prints what the page says. Its pom is one of the modules of this build.
 */
class FirstAggregateTest {
  private static final String PROJECT = "docs/samples/warehouse";
  private static final Path PAGE = Checkout.root().resolve("docs/tutorial/first-aggregate.md");

  @TempDir Path directory;

  @Test
  void the_page_shows_every_file_of_the_project() throws IOException {
    Path project = Checkout.root().resolve(PROJECT);
    try (Stream<Path> files = Files.walk(project)) {
      List<String> there =
          files
              .filter(Files::isRegularFile)
              .map(file -> project.relativize(file).toString().replace('\\', '/'))
              .filter(file -> !file.startsWith("target/"))
              .toList();
      assertThat(program().files().keySet()).containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @Test
  void its_files_compile_and_its_programs_print_what_it_says() throws IOException {
    PageProgram program = program();
    assertThat(program.compile()).isEmpty();
    Map<String, List<String>> outputs = program.outputs();
    assertThat(outputs).hasSize(2);
    for (Map.Entry<String, List<String>> output : outputs.entrySet()) {
      assertThat(program.run(output.getKey())).as(output.getKey()).isEqualTo(output.getValue());
    }
  }

  private PageProgram program() {
    return new PageProgram(Page.read(PAGE), PROJECT, directory);
  }
}
