package io.tidemark.documentation.site;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jsoup.nodes.Entities;

/**
 * Writes sources as HTML in which words carry what they are as a class, so that a page needs no
 * script for it. What it does not know, it leaves as it is.
 */
final class Highlighter {
  private static final List<String> KINDS =
      List.of("comment", "meta", "string", "keyword", "type", "number");

  private Highlighter() {}

  /**
   * The source in a language as HTML.
   *
   * @param language as a fence or the ending of a file names it
   * @param link the HTML that stands for a type of Java: a link, or its escaped name
   */
  static String html(String source, String language, UnaryOperator<String> link) {
    return Language.named(language)
        .map(known -> html(source, known, link))
        .orElseGet(() -> Entities.escape(source));
  }

  private static String html(String source, Language language, UnaryOperator<String> link) {
    Matcher words = language.pattern().matcher(source);
    StringBuilder html = new StringBuilder();
    int end = 0;
    while (words.find()) {
      html.append(Entities.escape(source.substring(end, words.start())));
      html.append(html(words, language, link));
      end = words.end();
    }
    return html.append(Entities.escape(source.substring(end))).toString();
  }

  private static String html(Matcher word, Language language, UnaryOperator<String> link) {
    String kind = KINDS.stream().filter(name -> word.group(name) != null).findFirst().orElse("");
    boolean isType = kind.equals("type") && language == Language.JAVA;
    String text = isType ? link.apply(word.group()) : Entities.escape(word.group());
    return "<span class=\"%s\">%s</span>".formatted(kind, text);
  }
}
