package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the pages that follow from the code against it, or writes them. */
class GeneratedPagesTest {
  private static final Path ROOT = Checkout.root();
  private static final Path ARCHITECTURE = ROOT.resolve("docs/explanation/architecture.md");
  private static final SourceTree SOURCES = new SourceTree(Reactor.of(ROOT));
  private static final Pattern CODE = Pattern.compile("`([a-z.]+)`");
  private static final String BANK = "bank";

  @TempDir Path directory;

  @Test
  void the_list_of_the_public_api_is_what_the_code_has() {
    new GeneratedPart(
            ROOT.resolve("docs/reference/public-api.txt"),
            "# Written by the tests from here on.",
            "# End.")
        .mustBe(new PublicApi(SOURCES).page());
  }

  @Test
  void the_picture_of_the_packages_is_what_the_code_has() {
    new GeneratedPart(
            ARCHITECTURE, "<!-- packages: written by the tests -->", "<!-- end of packages -->")
        .mustBe(new PackagePicture(SOURCES).lines());
  }

  @Test
  void a_deposit_goes_through_packages_that_exist() throws IOException {
    String row =
        Files.readAllLines(ARCHITECTURE).stream()
            .filter(line -> line.startsWith("A deposit: "))
            .findFirst()
            .orElse("");
    List<String> named =
        CODE.matcher(row)
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(name -> !name.startsWith(BANK))
            .toList();

    assertThat(named).hasSizeGreaterThan(4);
    assertThat(new PackagePicture(SOURCES).packages()).containsAll(named);
  }

  @Test
  void a_page_that_differs_is_found_and_says_how_to_write_it() throws IOException {
    Path page = Files.writeString(directory.resolve("page.md"), "a\n[\nold\n]\nb\n");
    GeneratedPart part = new GeneratedPart(page, "[", "]");

    assertThatThrownBy(() -> part.compareWith(List.of("new")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page.md differs from the code")
        .hasMessageContaining("-Dtidemark.docs.write=true");
    assertThatThrownBy(() -> new GeneratedPart(page, "(", "]").compareWith(List.of("old")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has the line '('");
    part.write(List.of("new", "er"));
    part.compareWith(List.of("new", "er"));
    assertThat(page).hasContent("a\n[\nnew\ner\n]\nb\n");
  }
}
