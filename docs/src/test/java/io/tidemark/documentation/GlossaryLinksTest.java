package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever meets a word of ours on a page can look it up from there. */
class GlossaryLinksTest {
  private static final Path ROOT = Checkout.root();
  private static final Path GLOSSARY = ROOT.resolve("docs/reference/glossary.md");

  /** Those that mean nothing else. Of words such as "stream" no test can tell what is meant. */
  private static final List<String> OURS =
      List.of(
          "aggregate",
          "decider",
          "codec",
          "fold",
          "projection",
          "chained projection",
          "set-based projection",
          "read model",
          "subscriber",
          "handler",
          "shard",
          "lease",
          "checkpoint",
          "lag",
          "rebuild",
          "replay",
          "redrive",
          "what-if",
          "fan-out",
          "fingerprint",
          "exactly once",
          "at least once",
          "event id",
          "ordering lock",
          "group commit",
          "recordedAt",
          "occurredAt",
          "embedded PostgreSQL",
          "idle timeout",
          "watcher");

  @TempDir Path directory;

  static Stream<Path> pages() throws IOException {
    Stream<Path> all = Stream.of(ROOT.resolve("README.md"));
    for (String folder : List.of("tutorial", "how-to", "reference", "explanation")) {
      try (Stream<Path> files = Files.list(ROOT.resolve("docs").resolve(folder))) {
        List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).toList();
        all = Stream.concat(all, pages.stream());
      }
    }
    return all.filter(page -> !page.equals(GLOSSARY)).sorted();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_leads_to_the_glossary_for_each_word_of_ours(Path page) {
    assertThat(GlossaryLinks.of(GLOSSARY).missingIn(page, OURS))
        .as("to be linked in %s, where it is used first", ROOT.relativize(page))
        .isEmpty();
  }

  @Test
  void the_glossary_has_all_of_them() {
    assertThat(GlossaryLinks.of(GLOSSARY).anchors()).containsKeys(OURS.toArray(new String[0]));
  }

  @Test
  void a_word_that_is_used_and_not_linked_is_found_and_one_in_code_or_elsewhere_is_not()
      throws IOException {
    Path page =
        Files.writeString(
            directory.resolve("page.md"),
            """
            # A fold
            <!-- a codec -->
            Many read
            models, a [checkpoint](../reference/glossary.md#checkpoint) and another checkpoint.
            A `redrive`, a [replay](replay.md), no folder.

            | lease |
            |---|
            ```java
            handler
            ```
            Events are projected by the Shard.
            """);

    assertThat(GlossaryLinks.of(GLOSSARY).missingIn(page, OURS))
        .containsExactly("read model", "shard");
  }
}
