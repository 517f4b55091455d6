package io.tidemark.documentation.site;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Puts pages into the frame that all have: navigation, search, what is on the page, neighbours. */
final class Frame {
  private static final int IN_CONTENTS = 2;

  private static final int SHORT_NAME = 22;

  /** Where a longer name may be broken: behind what joins its parts, and between its humps. */
  private static final Pattern LONG_NAME =
      Pattern.compile("(?<=\\w)[_.](?=\\w)|(?<=\\p{Ll})(?=\\p{Lu}\\p{Ll}{3})");

  private final Manual manual;
  private final Template page = template("page.html");
  private final Template cards = template("cards.html");

  Frame(Manual manual) {
    this.manual = manual;
  }

  private static Template template(String name) {
    return Mustache.compiler().defaultValue("").emptyStringIsFalse(true).compile(Assets.text(name));
  }

  /** The whole page. */
  String render(Article article) {
    Map<String, Object> values = new HashMap<>();
    values.put("root", Routes.relative(article.route(), ""));
    values.put("title", article.title());
    values.put("description", article.description());
    values.put("navigation", navigation(article));
    values.put("atStart", article.path().equals(Routes.START));
    values.put("atContents", article.path().equals(Routes.CONTENTS));
    manual.sectionOf(article.path()).ifPresent(section -> values.put("kind", section.name()));
    if (article.path().equals(Routes.START)) {
      addCards(article, values);
    }
    List<Map<String, Object>> headings = headings(article.body());
    boolean contents = headings.size() >= IN_CONTENTS;
    values.put("contents", contents);
    values.put("headings", contents ? headings : List.of());
    link(article, -1).ifPresent(link -> values.put("previous", link));
    link(article, +1).ifPresent(link -> values.put("next", link));
    decorate(article.body());
    values.put("body", article.body().html());
    return page.execute(values);
  }

  private void addCards(Article article, Map<String, Object> values) {
    Element heading = article.body().selectFirst("h2");
    if (heading != null) {
      heading.before(cards.execute(values));
    }
  }

  private List<Map<String, Object>> navigation(Article article) {
    Optional<Manual.Section> own = manual.sectionOf(article.path());
    boolean isOverview = Set.of(Routes.START, Routes.CONTENTS).contains(article.path());
    List<Map<String, Object>> sections = new ArrayList<>();
    for (Manual.Section section : manual.sections()) {
      sections.add(
          Map.of(
              "name", section.name(),
              "purpose", section.purpose(),
              "count", count(section.entries().size()),
              "first", section.entries().isEmpty() ? "" : href(article, section.entries().get(0)),
              "open", isOverview || own.filter(section::equals).isPresent(),
              "entries", entries(article, section)));
    }
    return sections;
  }

  private static String count(int pages) {
    return pages == 1 ? "1 page" : pages + " pages";
  }

  private static List<Map<String, Object>> entries(Article article, Manual.Section section) {
    return section.entries().stream()
        .map(
            entry ->
                Map.<String, Object>of(
                    "title", entry.title(),
                    "href", href(article, entry),
                    "current", entry.path().equals(article.path())))
        .toList();
  }

  private Optional<Map<String, String>> link(Article article, int distance) {
    return manual
        .neighbour(article.path(), distance)
        .map(entry -> Map.of("title", entry.title(), "href", href(article, entry)));
  }

  private static String href(Article article, Manual.Entry entry) {
    return Routes.relative(article.route(), Routes.of(entry.path()));
  }

  private static List<Map<String, Object>> headings(Element body) {
    return body.select("> h2, > h3").stream()
        .map(
            heading ->
                Map.<String, Object>of(
                    "id", heading.id(),
                    "text", heading.text(),
                    "deep", heading.tagName().equals("h3")))
        .toList();
  }

  /** What only the frame adds: links at headings, and room for wide tables and long names. */
  private static void decorate(Element body) {
    for (Element heading : body.select("h2[id], h3[id], h4[id]")) {
      heading
          .appendElement("a")
          .addClass("anchor")
          .attr("href", "#" + heading.id())
          .attr("aria-label", "Link to this section")
          .text("#");
    }
    body.select("table").forEach(table -> table.wrap("<div class=\"table\" tabindex=\"0\"></div>"));
    body.select(":not(pre) > code").forEach(Frame::decorateName);
  }

  private static void decorateName(Element code) {
    if (code.text().length() <= SHORT_NAME) {
      code.addClass("short");
    } else {
      code.html(LONG_NAME.matcher(code.html()).replaceAll("$0<wbr>"));
    }
  }
}
