package io.tidemark.documentation.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What can be wrong with a site that was written, one line for each finding. */
final class SiteCheck {
  private static final String INDEX = "index.html";

  private final Path directory;
  private final Map<String, Document> pages = new LinkedHashMap<>();
  private final Map<String, Set<String>> anchors = new LinkedHashMap<>();

  private SiteCheck(Path directory) {
    this.directory = directory;
  }

  /** Reads the pages below a directory. */
  static SiteCheck of(Path directory) throws IOException {
    SiteCheck check = new SiteCheck(directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".html")).sorted().toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        check.pages.put(name, Jsoup.parse(file));
      }
    }
    return check;
  }

  /** All findings. */
  List<String> findings() {
    List<String> findings = new ArrayList<>(pagesWithoutTitle());
    findings.addAll(brokenLinks());
    findings.addAll(pagesNotInTheNavigation());
    findings.addAll(pagesThatNothingLinks());
    return findings;
  }

  /** Pages that do not have a title and one heading of the first level. */
  List<String> pagesWithoutTitle() {
    List<String> findings = new ArrayList<>();
    pages.forEach(
        (name, page) -> {
          int headings = page.select("h1").size();
          if (page.title().isBlank()) {
            findings.add("%s: expected a title, actual none".formatted(name));
          }
          if (headings != 1 && !isJavadoc(name)) {
            findings.add("%s: expected one h1, actual %d".formatted(name, headings));
          }
        });
    return findings;
  }

  /** Links, scripts and pictures that are not there, and anchors that their page does not have. */
  List<String> brokenLinks() {
    Set<String> findings = new TreeSet<>();
    pages.forEach(
        (name, page) ->
            links(page)
                .filter(link -> !leadsSomewhere(name, link))
                .forEach(link -> findings.add("%s: %s leads nowhere".formatted(name, link))));
    return List.copyOf(findings);
  }

  private boolean leadsSomewhere(String page, String link) {
    URI target = resolve(page, link);
    if (target.getScheme() != null) {
      return true;
    }
    String path = target.getPath().substring(1);
    String fragment = target.getFragment();
    return Files.isRegularFile(directory.resolve(path))
        && (fragment == null
            || fragment.isEmpty()
            || !pages.containsKey(path)
            || anchors(path).contains(fragment));
  }

  private Set<String> anchors(String page) {
    return anchors.computeIfAbsent(
        page,
        name -> {
          Document document = pages.get(name);
          return document == null
              ? Set.of()
              : document.select("[id], a[name]").stream()
                  .flatMap(element -> Stream.of(element.id(), element.attr("name")))
                  .collect(Collectors.toSet());
        });
  }

  /** Pages of the manual that the navigation of the start page does not have. */
  List<String> pagesNotInTheNavigation() {
    Document start = pages.get(INDEX);
    if (start == null) {
      return List.of(INDEX + ": expected a start page, actual none");
    }
    Set<String> listed =
        start.select("nav a[href]").stream()
            .map(link -> resolve(INDEX, link.attr("href")).getPath().substring(1))
            .collect(Collectors.toSet());
    return pages.keySet().stream()
        .filter(name -> !isJavadoc(name) && !name.startsWith("source/") && !listed.contains(name))
        .map(name -> name + ": expected in the navigation, actual nowhere in it")
        .toList();
  }

  /** Pages to which no link of another page leads. */
  List<String> pagesThatNothingLinks() {
    Set<String> linked = new TreeSet<>();
    pages.forEach(
        (name, page) ->
            links(page)
                .map(link -> resolve(name, link))
                .filter(target -> target.getScheme() == null)
                .map(target -> target.getPath().substring(1))
                .filter(target -> !target.equals(name))
                .forEach(linked::add));
    return pages.keySet().stream()
        .filter(name -> !isJavadoc(name) && !linked.contains(name))
        .map(name -> name + ": expected a link to it, actual none")
        .toList();
  }

  private static Stream<String> links(Document page) {
    return Stream.of("href", "src")
        .flatMap(attribute -> page.select("[" + attribute + "]").eachAttr(attribute).stream());
  }

  private static URI resolve(String page, String link) {
    return URI.create("/" + page).resolve(URI.create(link.replace(" ", "%20")));
  }

  private static boolean isJavadoc(String page) {
    return page.startsWith(Routes.API);
  }
}
