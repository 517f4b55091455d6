package io.tidemark.documentation.site;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Markdown with the additions that code forges know, as a tree of HTML. */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(),
          HeadingAnchorExtension.create(),
          StrikethroughExtension.create(),
          AutolinkExtension.create());
  private static final Pattern ALERT = Pattern.compile("^\\[!(\\w+)\\]\\s*");
  private static final Pattern TASK = Pattern.compile("^\\[([ xX])\\] ");
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();

  private Markdown() {}

  /** The body of a page; headings have the ids by which links know them. */
  static Element parse(String text) {
    Element body = Jsoup.parseBodyFragment(RENDERER.render(PARSER.parse(text))).body();
    body.select("blockquote > p:first-child").forEach(Markdown::markAlert);
    body.select("li, li > p:first-child").forEach(Markdown::markTask);
    return body;
  }

  /** A quotation that begins with, say, {@code [!NOTE]} is no quotation but a note. */
  private static void markAlert(Element paragraph) {
    Matcher alert = ALERT.matcher(textAtTheBeginning(paragraph));
    Element quotation = paragraph.parent();
    if (alert.find() && quotation != null) {
      String kind = alert.group(1).toLowerCase(Locale.ROOT);
      ((TextNode) paragraph.childNode(0))
          .text(textAtTheBeginning(paragraph).substring(alert.end()));
      quotation.tagName("div").addClass("alert").addClass(kind);
      String title = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
      quotation.prependElement("p").addClass("title").text(title);
    }
  }

  /** An item that begins with {@code [ ]} or {@code [x]} is a task. */
  private static void markTask(Element item) {
    Matcher task = TASK.matcher(textAtTheBeginning(item));
    if (task.find()) {
      ((TextNode) item.childNode(0)).text(textAtTheBeginning(item).substring(task.end()));
      Element box = item.prependElement("input").attr("type", "checkbox").attr("disabled", true);
      box.attr("checked", !task.group(1).isBlank()).attr("aria-label", "Task");
      Element whole = item.closest("li");
      if (whole != null) {
        whole.addClass("task");
      }
    }
  }

  private static String textAtTheBeginning(Element element) {
    return element.childNodeSize() > 0 && element.childNode(0) instanceof TextNode text
        ? text.getWholeText()
        : "";
  }
}
