package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import io.tidemark.architecture.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the documentation of this checkout against its code. */
class DocumentationTest {
  private static final Path ROOT = Checkout.root();
  private static final Reactor REACTOR = Reactor.of(ROOT);
  private static final Documentation DOCUMENTATION = Documentation.of(REACTOR);

  @Test
  void every_block_of_code_is_what_the_tests_run() {
    Regions regions =
        Regions.below(
            Stream.concat(
                    REACTOR.directories("src/test").stream(),
                    REACTOR.samples().stream().map(sample -> ROOT.resolve(sample).resolve("src")))
                .toList());
    assertThat(DOCUMENTATION.blocksThatAreNotTheirSource(regions)).isEmpty();
  }

  @Test
  void every_page_leads_to_the_files_of_its_code() {
    assertThat(DOCUMENTATION.sourcesNotLinked()).isEmpty();
  }

  @Test
  void every_how_to_names_the_packages_of_the_types_in_its_code() throws IOException {
    TypePackages packages =
        TypePackages.read(Files.readString(ROOT.resolve("docs/reference/public-api.txt")));
    assertThat(DOCUMENTATION.packagesNotNamed("docs/how-to", packages)).isEmpty();
  }

  @Test
  void every_link_leads_somewhere() {
    assertThat(DOCUMENTATION.brokenLinks()).isEmpty();
  }

  @Test
  void every_page_is_in_the_index() {
    assertThat(DOCUMENTATION.pagesMissingFrom("docs/README.md")).isEmpty();
  }

  @Test
  void every_exception_is_described_with_its_remedy() {
    assertThat(DOCUMENTATION.exceptionsMissingIn("docs/reference/errors.md", REACTOR.libraries()))
        .isEmpty();
  }

  @Test
  void every_test_that_shows_a_guarantee_exists() {
    assertThat(DOCUMENTATION.testsMissingFrom("docs/reference/guarantees.md")).isEmpty();
  }
}
