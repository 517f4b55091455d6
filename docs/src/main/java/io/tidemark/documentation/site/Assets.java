package io.tidemark.documentation.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The files that every page needs: style, scripts, fonts, and the library that searches. */
final class Assets {
  private static final List<String> FILES =
      List.of(
          "tokens.css",
          "site.css",
          "theme.js",
          "site.js",
          "search.js",
          "logo.svg",
          "inter.woff2",
          "jetbrains-mono.woff2",
          "OFL.txt");

  private static final String LUNR = "/META-INF/maven/org.webjars.npm/lunr/pom.properties";

  private Assets() {}

  /** A file that comes with this program, as text. */
  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** Writes all of them into a directory. */
  static void writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String file : FILES) {
      Files.write(directory.resolve(file), bytes("assets/" + file));
    }
    Files.write(directory.resolve("lunr.js"), lunr());
  }

  /** From a web jar, in which the path carries the version. */
  private static byte[] lunr() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text(LUNR)));
    String version = properties.getProperty("version");
    return bytes("/META-INF/resources/webjars/lunr/%s/lunr.min.js".formatted(version));
  }

  private static byte[] bytes(String name) {
    try (InputStream stream = Assets.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "%s: expected on the class path, actual none".formatted(name));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
