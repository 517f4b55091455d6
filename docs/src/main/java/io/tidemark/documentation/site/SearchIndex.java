package io.tidemark.documentation.site;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What the search looks through: each section of each page, and each type of the public API. */
final class SearchIndex {
  private final List<Part> parts = new ArrayList<>();

  /**
   * A part of a page that can be found.
   *
   * @param id its place in the list
   * @param kind the section of the manual, or that it is API
   * @param heading its own heading; empty for the beginning of a page
   * @param url its place on the site
   */
  private record Part(int id, String kind, String title, String heading, String url, String text) {}

  /** Adds a page, cut at its headings. */
  void add(Article article, String kind) {
    String heading = "";
    String url = article.route();
    StringBuilder text = new StringBuilder();
    for (Element element : article.body().children()) {
      if (element.tagName().matches("h[2-4]")) {
        add(new Part(parts.size(), kind, article.title(), heading, url, text.toString()));
        heading = element.text();
        url = article.route() + "#" + element.id();
        text.setLength(0);
      } else if (!element.tagName().equals("h1")) {
        text.append(element.text()).append(' ');
      }
    }
    add(new Part(parts.size(), kind, article.title(), heading, url, text.toString()));
  }

  /** Adds a type of the public API. */
  void add(PublicApi.Type type) {
    String text = type.kind() + " in " + type.packageName();
    add(new Part(parts.size(), "API", type.name(), "", type.route(), text));
  }

  private void add(Part part) {
    parts.add(part);
  }

  /** A script instead of bare JSON, because a page that is opened as a file may load no JSON. */
  String script() {
    StringWriter json = new StringWriter();
    try (JsonGenerator generator =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), json)) {
      generator.writeStartArray();
      parts.forEach(part -> write(part, generator));
      generator.writeEndArray();
    }
    return "window.tidemarkSearch = " + json + ";\n";
  }

  private static void write(Part part, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeNumberProperty("id", part.id);
    generator.writeStringProperty("kind", part.kind);
    generator.writeStringProperty("title", part.title);
    generator.writeStringProperty("heading", part.heading);
    generator.writeStringProperty("url", part.url);
    generator.writeStringProperty("text", part.text.strip());
    generator.writeEndObject();
  }
}
