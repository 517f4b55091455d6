package io.tidemark.documentation.site;

import java.util.Locale;

/** Where on the site a file of the checkout is found. Both paths are relative, with slashes. */
final class Routes {
  static final String START = "README.md";
  static final String CONTENTS = "docs/README.md";
  static final String API_LIST = "docs/reference/public-api.txt";

  /** The directory of the Javadoc on the site. */
  static final String API = "api/";

  private Routes() {}

  /** The place of a file: of a Markdown page, a picture or, if it is neither, of a source. */
  static String of(String path) {
    String route = path.startsWith("docs/") ? path.substring("docs/".length()) : path;
    if (path.equals(CONTENTS)) {
      return "documentation.html";
    }
    if (path.equals(API_LIST)) {
      return withEnding(route, ".txt", ".html");
    }
    if (isPicture(path)) {
      return route;
    }
    if (!path.endsWith(".md")) {
      return ofSource(path);
    }
    String page = route.contains("/") ? route : route.toLowerCase(Locale.ROOT);
    return page.toLowerCase(Locale.ROOT).endsWith("readme.md")
        ? page.substring(0, page.length() - "readme.md".length()) + "index.html"
        : withEnding(page, ".md", ".html");
  }

  /** The place of a file that is shown as it is. */
  static String ofSource(String path) {
    return "source/" + path + ".html";
  }

  static boolean isPicture(String path) {
    return path.toLowerCase(Locale.ROOT).matches(".*\\.(png|svg|gif|jpe?g|webp)");
  }

  /** The way from one place of the site to another. */
  static String relative(String from, String to) {
    String[] origin = from.split("/", -1);
    String[] target = to.split("/", -1);
    int common = 0;
    while (common < Math.min(origin.length, target.length) - 1
        && origin[common].equals(target[common])) {
      common++;
    }
    StringBuilder way = new StringBuilder("../".repeat(origin.length - 1 - common));
    for (int i = common; i < target.length; i++) {
      way.append(i == common ? "" : "/").append(target[i]);
    }
    return way.toString();
  }

  private static String withEnding(String path, String ending, String other) {
    return path.substring(0, path.length() - ending.length()) + other;
  }
}
