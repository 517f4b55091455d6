package io.tidemark.documentation.site;

import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The list of the public API as a page with links into the Javadoc. */
record ApiPages(PublicApi api) {

  /** The page that lists all types by module and package. */
  Article list() {
    Element body = new Element("body");
    body.appendElement("h1").text("Public API");
    body.appendElement("p").text(introduction());
    Element more = body.appendElement("p");
    more.appendElement("a")
        .attr("href", link(Routes.API + "index.html"))
        .text("All of the Javadoc");
    more.appendText(" describes these types and no others.");
    api.byModule().forEach((module, packages) -> addModule(body, module, packages));
    return new Article(Routes.of(Routes.API_LIST), Routes.API_LIST, "Public API", body);
  }

  /** Without the sentences about the file itself. */
  private String introduction() {
    return api.introduction().replaceFirst(" A test compares.*", "");
  }

  private void addModule(Element body, String module, Map<String, List<PublicApi.Type>> packages) {
    String name = module.substring(module.lastIndexOf('/') + 1);
    body.appendElement("h2").attr("id", name).text(name);
    packages.forEach(
        (packageName, types) -> {
          body.appendElement("h3").attr("id", packageName).text(packageName);
          Element list = body.appendElement("ul").addClass("types");
          types.forEach(type -> addType(list, type));
        });
  }

  private void addType(Element list, PublicApi.Type type) {
    Element item = list.appendElement("li");
    Element link = item.appendElement("a").attr("href", link(type.route()));
    link.appendElement("code").text(type.name());
    item.appendElement("small").text(type.kind());
  }

  private static String link(String route) {
    return Routes.relative(Routes.of(Routes.API_LIST), route);
  }
}
