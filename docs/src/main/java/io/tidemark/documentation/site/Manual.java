package io.tidemark.documentation.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * The pages in the order in which one reads them: the sections of the manual's index, each with the
 * pages of its folder that the index forgot, and then what belongs to the project.
 */
record Manual(List<Section> sections) {
  private static final String PROJECT = "Project";

  /**
   * Pages of one kind.
   *
   * @param purpose what the index says behind the name; may be empty
   */
  record Section(String name, String purpose, List<Entry> entries) {}

  /** A page, and its name in the navigation. */
  record Entry(String title, String path) {}

  static Manual read(Repository repository) {
    Map<String, Entry> left = new LinkedHashMap<>();
    for (String page : repository.pages()) {
      String title = title(page, Markdown.parse(repository.text(page)));
      left.put(page, new Entry(title, page));
    }
    left.put(Routes.API_LIST, new Entry("Public API", Routes.API_LIST));
    left.keySet().removeAll(Set.of(Routes.START, Routes.CONTENTS));
    List<Section> sections = new ArrayList<>();
    Element index = Markdown.parse(repository.text(Routes.CONTENTS));
    index.select("h2").forEach(heading -> sections.add(section(heading, repository)));
    sections.forEach(section -> section.entries.forEach(entry -> left.remove(entry.path)));
    sections.forEach(section -> addForgotten(section, left));
    sections.add(new Section(PROJECT, "", List.copyOf(left.values())));
    return new Manual(List.copyOf(sections));
  }

  private static String title(String page, Element body) {
    Element heading = body.selectFirst("h1");
    if (heading == null) {
      throw new IllegalArgumentException(page + ": expected a heading of level 1, actual none");
    }
    return heading.text();
  }

  private static Section section(Element heading, Repository repository) {
    String[] parts = heading.text().split(": ", 2);
    List<Entry> entries = new ArrayList<>();
    for (Element next = heading.nextElementSibling();
        next != null && !next.tagName().equals("h2");
        next = next.nextElementSibling()) {
      for (Element link : next.select("li > a:first-child, li > p > a:first-child")) {
        Links.target(Routes.CONTENTS, link.attr("href"))
            .filter(repository::has)
            .ifPresent(path -> entries.add(new Entry(link.text(), path)));
      }
    }
    return new Section(parts[0], parts.length == 1 ? "" : parts[1], entries);
  }

  /** The folder of a section is that of its first page. */
  private static void addForgotten(Section section, Map<String, Entry> left) {
    section.entries.stream()
        .findFirst()
        .map(entry -> entry.path.substring(0, entry.path.lastIndexOf('/') + 1))
        .filter(folder -> folder.matches("docs/[^/]+/"))
        .ifPresent(
            folder -> {
              left.values().stream()
                  .filter(entry -> entry.path.startsWith(folder))
                  .forEach(section.entries::add);
              left.keySet().removeIf(page -> page.startsWith(folder));
            });
  }

  /** The start page, the index, and the pages of all sections. */
  List<Entry> entries() {
    Stream<Entry> first =
        Stream.of(new Entry("Start", Routes.START), new Entry("All pages", Routes.CONTENTS));
    return Stream.concat(first, sections.stream().flatMap(section -> section.entries.stream()))
        .distinct()
        .toList();
  }

  /** The section a page belongs to; empty for the start page and the index. */
  Optional<Section> sectionOf(String path) {
    return sections.stream()
        .filter(section -> section.entries.stream().anyMatch(entry -> entry.path.equals(path)))
        .findFirst();
  }

  /** The page that comes so many after this one; empty beyond the ends. */
  Optional<Entry> neighbour(String path, int distance) {
    List<Entry> entries = entries();
    for (int i = 0; i < entries.size(); i++) {
      int place = i + distance;
      if (entries.get(i).path.equals(path) && place >= 0 && place < entries.size()) {
        return Optional.of(entries.get(place));
      }
    }
    return Optional.empty();
  }
}
