package io.tidemark.documentation.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files of a checkout become pages, and that each fault of a site is found. */
class SiteOfSmallCheckoutTest {
  @TempDir Path root;
  @TempDir Path site;

  @BeforeEach
  void a_checkout_with_a_manual() throws IOException {
    write(
        "README.md",
        "# Tide\nSee [the manual](docs/README.md).\n\n## Where\n[code](core/src/A.java)\n");
    write(
        "docs/README.md", "# Manual\n\n## How-to: get it done\n- [First](how-to/first.md), now\n");
    write("docs/how-to/first.md", "# The first\n[up](../../README.md#where)\n");
    write("docs/how-to/second.md", "# The second\n[first](first.md)\n");
    write("docs/reference/public-api.txt", "# The types.\ncore\n  io.tide\n    Wave (record)\n");
    write("core/src/A.java", "package io.tide;\n\nfinal class A {}\n");
    write("NOTES.md", "# Notes\n![a wave](docs/images/wave.svg) and [a folder](core/)\n");
    write("docs/images/wave.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
  }

  @Test
  void a_page_that_the_index_forgot_stands_behind_those_of_its_folder() throws IOException {
    assertThat(page("index.html").select("nav.pages details a").eachText())
        .containsExactly("First", "The second", "Notes", "Public API");
    assertThat(page("how-to/first.html").select("a.next").attr("href")).isEqualTo("second.html");
    assertThat(page("how-to/first.html").select("a.previous").attr("href"))
        .isEqualTo("../documentation.html");
  }

  @Test
  void links_between_files_become_links_between_pages() throws IOException {
    assertThat(links("index.html")).contains("documentation.html", "source/core/src/A.java.html");
    assertThat(links("how-to/first.html")).contains("../index.html#where");
    assertThat(page("notes.html").select("article img").attr("src")).isEqualTo("images/wave.svg");
    assertThat(site.resolve("images/wave.svg")).isRegularFile();
  }

  @Test
  void a_folder_without_a_page_is_no_link_but_says_its_path() throws IOException {
    Element folder = page("notes.html").selectFirst("article span[title]");
    assertThat(folder).isNotNull();
    assertThat(folder.attr("title")).isEqualTo("core/");
    assertThat(folder.text()).isEqualTo("a folder");
  }

  @Test
  void a_source_is_a_page_with_numbered_lines() throws IOException {
    Document source = page("source/core/src/A.java.html");
    assertThat(source.title()).isEqualTo("A.java · Tidemark");
    assertThat(source.select("#L3").text()).isEqualTo("3");
    assertThat(source.select(".source .keyword").eachText())
        .containsExactly("package", "final", "class");
  }

  @Test
  void a_link_to_a_file_that_is_not_there_is_refused() throws IOException {
    write("NOTES.md", "# Notes\n[gone](docs/gone.md)\n");
    assertThatThrownBy(this::build)
        .hasMessage("NOTES.md: a link leads nowhere: expected docs/gone.md, actual no such file");
  }

  @Test
  void a_page_without_a_heading_is_refused() throws IOException {
    write("NOTES.md", "Notes\n");
    assertThatThrownBy(this::build)
        .hasMessage("NOTES.md: expected a heading of level 1, actual none");
  }

  @Test
  void an_anchor_that_is_not_there_is_found() throws IOException {
    write("NOTES.md", "# Notes\n[gone](README.md#gone)\n");
    build();
    assertThat(SiteCheck.of(site).brokenLinks())
        .contains("notes.html: index.html#gone leads nowhere");
  }

  @Test
  void an_anchor_that_the_javadoc_does_not_have_is_found() throws IOException {
    build();
    write(site, "api/index.html", "<title>API</title>");
    write(site, "api/io/tide/Wave.html", "<title>Wave</title><p id=\"x\"><a href=\"#y\">y</a>");
    assertThat(SiteCheck.of(site).brokenLinks())
        .containsExactly("api/io/tide/Wave.html: #y leads nowhere");
  }

  @Test
  void a_page_with_two_headings_or_without_a_title_is_found() throws IOException {
    write("NOTES.md", "# Notes\n\n# More\n");
    build();
    write(site, "how-to/bare.html", "<h1>Bare</h1>");
    assertThat(SiteCheck.of(site).pagesWithoutTitle())
        .containsExactly(
            "how-to/bare.html: expected a title, actual none",
            "notes.html: expected one h1, actual 2");
  }

  @Test
  void a_page_that_nothing_leads_to_is_found() throws IOException {
    build();
    write(site, "how-to/lost.html", "<title>Lost</title><h1>Lost</h1>");
    assertThat(SiteCheck.of(site).pagesNotInTheNavigation())
        .containsExactly("how-to/lost.html: expected in the navigation, actual nowhere in it");
    assertThat(SiteCheck.of(site).pagesThatNothingLinks())
        .containsExactly("how-to/lost.html: expected a link to it, actual none");
  }

  private void build() throws IOException {
    Site.write(Repository.at(root), site);
  }

  private Document page(String route) throws IOException {
    if (!Files.exists(site.resolve("index.html"))) {
      build();
    }
    return Jsoup.parse(site.resolve(route));
  }

  private List<String> links(String route) throws IOException {
    return page(route).select("article a").eachAttr("href");
  }

  private void write(String file, String text) throws IOException {
    write(root, file, text);
  }

  private static void write(Path directory, String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
