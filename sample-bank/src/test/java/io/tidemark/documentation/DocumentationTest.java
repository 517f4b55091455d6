package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the documentation of this checkout against its code. */
class DocumentationTest {
  /** Surefire starts in the module, an IDE may start in the root. */
  private static final Path ROOT =
      (Path.of("").toAbsolutePath().endsWith("sample-bank") ? Path.of("..") : Path.of(""))
          .toAbsolutePath()
          .normalize();

  private static final Documentation DOCUMENTATION = Documentation.of(ROOT);
  private static final Path TESTS = ROOT.resolve("sample-bank/src/test");

  @Test
  void every_block_of_code_is_what_the_tests_run() {
    Regions regions =
        Regions.below(
            List.of(
                TESTS.resolve("java/io/tidemark/documentation"),
                TESTS.resolve("resources/io/tidemark/documentation")));
    assertThat(DOCUMENTATION.blocksThatAreNotTheirSource(regions)).isEmpty();
  }

  @Test
  void every_link_leads_somewhere() {
    assertThat(DOCUMENTATION.brokenLinks()).isEmpty();
  }

  @Test
  void every_exception_is_described_with_its_remedy() {
    List<String> modules = List.of("es-core", "es-jdbc-store", "es-projections");
    assertThat(DOCUMENTATION.exceptionsMissingIn("docs/reference/errors.md", modules)).isEmpty();
  }

  @Test
  void every_test_that_shows_a_guarantee_exists() {
    assertThat(DOCUMENTATION.testsMissingFrom("docs/reference/guarantees.md")).isEmpty();
  }
}
