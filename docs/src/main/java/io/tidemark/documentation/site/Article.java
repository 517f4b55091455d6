package io.tidemark.documentation.site;

import org.jsoup.nodes.Element;

/**
 * A page of the site without its frame.
 *
 * @param route its place on the site
 * @param path the file of the checkout that it shows
 * @param title what its heading says
 */
record Article(String route, String path, String title, Element body) {

  /** A page of the manual, whose links and code are still those of its file. */
  static Article of(String page, Repository repository) {
    Element body = Markdown.parse(repository.text(page));
    Element heading = body.selectFirst("h1");
    return new Article(Routes.of(page), page, heading == null ? page : heading.text(), body);
  }

  /** What a search engine shows below the title: the beginning of the first paragraph. */
  String description() {
    Element first = body.selectFirst("p");
    String text = first == null ? title : first.text();
    return text.length() <= 160 ? text : text.substring(0, text.lastIndexOf(' ', 157)) + " …";
  }
}
