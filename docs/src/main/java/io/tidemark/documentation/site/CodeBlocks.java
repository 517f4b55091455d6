package io.tidemark.documentation.site;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Shows code: marks its words, links types of the public API to the Javadoc, and names the source
 * that a block is a part of.
 */
record CodeBlocks(Repository repository, PublicApi api, Links links) {
  private static final Pattern SOURCE = Pattern.compile(" ([\\w.]+)#([\\w-]+) ");
  private static final String PREFIX = "language-";

  /** Changes the blocks of code in a page, and the words that are code, such as a type's name. */
  void decorate(Element body, String page) {
    body.select("pre > code").forEach(code -> decorateBlock(code, page));
    body.select("code")
        .forEach(
            code -> {
              if (code.closest("pre, a, h1, h2, h3, h4") == null) {
                String name = code.text().replaceFirst("[.#<(].*", "");
                api.named(name).ifPresent(type -> code.wrap(anchor(Routes.of(page), type, "")));
              }
            });
  }

  private void decorateBlock(Element code, String page) {
    Element block = code.parent();
    if (block == null) {
      return;
    }
    String language =
        code.classNames().stream()
            .filter(name -> name.startsWith(PREFIX))
            .map(name -> name.substring(PREFIX.length()))
            .findFirst()
            .orElse("");
    code.html(Highlighter.html(code.wholeText(), language, typeLink(Routes.of(page))));
    block.wrap("<figure class=\"code\"></figure>");
    caption(block, page).ifPresent(block::before);
  }

  /** A type of the public API as a link to the Javadoc; any other as it is. */
  UnaryOperator<String> typeLink(String route) {
    return name ->
        api.named(name)
            .map(type -> anchor(route, type, Entities.escape(name)))
            .orElseGet(() -> Entities.escape(name));
  }

  private static String anchor(String route, PublicApi.Type type, String text) {
    String title = "%s %s.%s".formatted(type.kind(), type.packageName(), type.name());
    return "<a class=\"api\" href=\"%s\" title=\"%s\">%s</a>"
        .formatted(Routes.relative(route, type.route()), title, text);
  }

  private Optional<String> caption(Element block, String page) {
    Element figure = block.parent();
    Node before = figure == null ? null : figure.previousSibling();
    while (before instanceof TextNode text && text.isBlank()) {
      before = before.previousSibling();
    }
    if (!(before instanceof Comment comment)) {
      return Optional.empty();
    }
    Matcher source = SOURCE.matcher(comment.getData());
    return source.matches()
        ? repository
            .sourceOf(source.group(1), source.group(2))
            .map(file -> caption(page, file, line(file, source.group(2))))
        : Optional.empty();
  }

  private String caption(String page, String file, int line) {
    return "<figcaption><a href=\"%s#L%d\" title=\"Where this code is from\">%s</a></figcaption>"
        .formatted(links.toSource(page, file), line, file.substring(file.lastIndexOf('/') + 1));
  }

  private int line(String file, String region) {
    List<String> lines = repository.text(file).lines().map(String::strip).toList();
    return 1 + Math.max(lines.indexOf("// region " + region), lines.indexOf("-- region " + region));
  }
}
