package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import io.tidemark.architecture.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the documentation of this checkout against its code. */
class DocumentationTest {
  private static final Path ROOT = Checkout.root();
  private static final Reactor REACTOR = Reactor.of(ROOT);
  private static final Documentation DOCUMENTATION = Documentation.of(REACTOR);

  /** Terms that are plain English too, so that a sentence may well mean something else by them. */
  private static final Set<String> EVERYDAY =
      Set.of(
          """
          age, answer, append, as of, attempt, batch, category, command, compare,
          component, conflict, cursor, discard, event, failed, guard, head, health,
          history, hook, inspection, join, key, lane, listener, live, log, look-up,
          origin, outcome, owner, page, place, position, prune, put aside, range,
          repository, revision, roll back, row, scope, selector, serving, skipped, slot,
          snapshot, source, step, stream, subscription, switch, valid from, verify,
          version, watch, watcher
          """
              .strip()
              .split(",\\s+"));

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
  void the_first_use_of_a_term_on_a_page_leads_to_the_glossary() throws IOException {
    Path page = ROOT.resolve("docs/reference/glossary.md");
    Glossary glossary = Glossary.of(Files.readString(page), EVERYDAY);
    assertThat(
            DOCUMENTATION.firstUsesNotLinked(
                glossary,
                List.of("docs/tutorial/", "docs/how-to/", "docs/explanation/", "docs/reference/")))
        .as("Link the first use to the glossary; or add the word to EVERYDAY if it is one")
        .isEmpty();
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
