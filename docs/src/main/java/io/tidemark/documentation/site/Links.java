package io.tidemark.documentation.site;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Element;

/**
 * Turns links between files of the checkout into links between places of the site, and remembers
 * which sources and pictures have to be there for that.
 */
final class Links {
  private final Repository repository;
  private final TreeSet<String> sources = new TreeSet<>();
  private final TreeSet<String> pictures = new TreeSet<>();

  Links(Repository repository) {
    this.repository = repository;
  }

  /** The sources that pages link. */
  Set<String> sources() {
    return sources;
  }

  /** The pictures that pages show. */
  Set<String> pictures() {
    return pictures;
  }

  /** Rewrites all links and pictures of a page. */
  void rewrite(Element body, String page) {
    for (String attribute : Set.of("href", "src", "srcset")) {
      for (Element element : body.select("[" + attribute + "]")) {
        String link = element.attr(attribute);
        target(page, link).ifPresent(path -> rewrite(element, attribute, page, path));
        if (URI.create(link).getScheme() != null) {
          element.attr("rel", "external");
        }
      }
    }
  }

  private void rewrite(Element element, String attribute, String page, String path) {
    String file = repository.has(path) ? path : readme(page, path);
    if (file.isEmpty()) {
      element.tagName("span").clearAttributes().attr("title", path);
      return;
    }
    String fragment = URI.create(element.attr(attribute)).getRawFragment();
    String way = Routes.relative(Routes.of(page), place(file));
    element.attr(attribute, fragment == null ? way : way + "#" + fragment);
  }

  /** What stands for a directory: its page, or else nothing. */
  private String readme(String page, String path) {
    String readme = path.replaceFirst("/$", "") + "/README.md";
    if (repository.has(readme)) {
      return readme;
    }
    if (repository.hasDirectory(path)) {
      return "";
    }
    throw new IllegalArgumentException(
        "%s: a link leads nowhere: expected %s, actual no such file".formatted(page, path));
  }

  /** The way from a page to a source, which will be on the site. */
  String toSource(String page, String path) {
    return Routes.relative(Routes.of(page), place(path));
  }

  private String place(String path) {
    if (Routes.isPicture(path)) {
      pictures.add(path);
    } else if (!repository.pages().contains(path) && !path.equals(Routes.API_LIST)) {
      sources.add(path);
      return Routes.ofSource(path);
    }
    return Routes.of(path);
  }

  /**
   * The file that a link of a page means; empty if it leads out of the checkout or nowhere else.
   */
  static Optional<String> target(String page, String link) {
    URI uri = URI.create(link);
    if (uri.getScheme() != null || uri.getPath() == null || uri.getPath().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(URI.create("/" + page).resolve(uri).getPath().substring(1));
  }
}
