package io.tidemark.documentation.site;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;

/** A source file as a page, each line with a number that links can name, as {@code #L12}. */
final class SourcePage {
  private SourcePage() {}

  /**
   * The page of a file.
   *
   * @param typeLink the HTML that stands for a type of Java
   */
  static Article of(String path, String text, UnaryOperator<String> typeLink) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Element body = new Element("body");
    body.appendElement("h1").text(name);
    body.appendElement("p").addClass("path").appendElement("code").text(path);
    Element source = body.appendElement("div").addClass("source");
    int lines = (int) text.lines().count();
    source
        .appendElement("pre")
        .addClass("numbers")
        .attr("aria-hidden", "true")
        .html(
            IntStream.rangeClosed(1, lines)
                .mapToObj(line -> "<span id=\"L%d\">%d</span>".formatted(line, line))
                .collect(Collectors.joining("\n")));
    source
        .appendElement("pre")
        .appendElement("code")
        .html(Highlighter.html(text, ending, typeLink));
    return new Article(Routes.ofSource(path), path, name, body);
  }
}
