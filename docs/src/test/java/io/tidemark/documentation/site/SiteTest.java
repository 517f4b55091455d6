package io.tidemark.documentation.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The site of this checkout, without the Javadoc, which takes longer: {@code ./mvnw -Psite} checks
 * the links into it too.
 */
class SiteTest {
  private static final Repository REPOSITORY = Repository.at(Checkout.root());

  @TempDir private static Path site;
  private static SiteCheck check;

  @BeforeAll
  static void write_the_site() throws IOException {
    Site.write(REPOSITORY, site);
    check = SiteCheck.of(site);
  }

  @Test
  void no_link_leads_nowhere() {
    List<String> intoJavadoc = List.of("/api/", " api/");
    assertThat(check.brokenLinks())
        .filteredOn(finding -> intoJavadoc.stream().noneMatch(finding::contains))
        .isEmpty();
  }

  @Test
  void links_into_the_javadoc_are_to_types_of_the_public_api() {
    List<String> pages =
        PublicApi.read(REPOSITORY).types().stream().map(PublicApi.Type::route).toList();
    assertThat(check.brokenLinks())
        .isNotEmpty()
        .allSatisfy(
            finding ->
                assertThat(finding)
                    .matches(
                        text ->
                            text.contains("api/index.html ")
                                || pages.stream().anyMatch(page -> text.contains(page + " "))));
  }

  @Test
  void every_page_has_a_title_and_one_heading_of_the_first_level() {
    assertThat(check.pagesWithoutTitle()).isEmpty();
  }

  @Test
  void every_page_is_reached_from_the_navigation_and_by_a_link() {
    assertThat(check.pagesNotInTheNavigation()).isEmpty();
    assertThat(check.pagesThatNothingLinks()).isEmpty();
  }

  @Test
  void every_markdown_page_of_the_checkout_is_there() {
    assertThat(REPOSITORY.pages())
        .contains("README.md", "docs/README.md", "docs/tutorial/first-aggregate.md")
        .allSatisfy(page -> assertThat(site.resolve(Routes.of(page))).isRegularFile());
  }

  @Test
  void the_search_knows_pages_sections_and_types() throws IOException {
    assertThat(Files.readString(site.resolve("assets/search-index.js")))
        .startsWith("window.tidemarkSearch = [{")
        .contains("\"url\":\"reference/guarantees.html#no-reader-misses-an-event\"")
        .contains("\"url\":\"how-to/ask-for-the-past.html\"")
        .contains("\"url\":\"api/io/tidemark/store/EventStore.html\"");
  }

  @Test
  void code_names_its_test_and_links_types_to_the_javadoc() throws IOException {
    Document page = Jsoup.parse(site.resolve("how-to/handle-conflicts-and-errors.html"));
    assertThat(page.select("figure.code figcaption a").eachAttr("href"))
        .anySatisfy(
            link ->
                assertThat(link)
                    .matches("\\.\\./source/docs/src/test/java/.*/ErrorsTest\\.java\\.html#L\\d+"));
    Document shop = Jsoup.parse(site.resolve("tutorial/shop.html"));
    assertThat(shop.select("figure.code figcaption a").eachAttr("href"))
        .anySatisfy(
            link ->
                assertThat(link).matches("\\.\\./source/docs/samples/.*/Shop\\.java\\.html#L\\d+"));
    assertThat(page.select("pre .type a").eachAttr("href"))
        .contains("../api/io/tidemark/store/AppendRequest.html");
  }
}
