package io.tidemark.postgres;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * One migration as it is written, with a placeholder for the schema.
 *
 * @param name of its file, such as {@code V1__log.sql} or {@code R__append.sql}
 */
record MigrationText(String name, String text) {
  /** What is versioned comes first and by number, then what is repeated, as Flyway does it. */
  private static final Comparator<MigrationText> IN_ORDER =
      Comparator.comparingInt(MigrationText::version).thenComparing(MigrationText::name);

  /** All migrations of this version of the library, in the order in which they are run. */
  static List<MigrationText> all() throws IOException {
    URL any = Objects.requireNonNull(MigrationText.class.getResource("migration/V1__log.sql"));
    URLConnection connection = any.openConnection();
    if (connection instanceof JarURLConnection jar) {
      try (FileSystem files = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return in(files.getPath(Objects.requireNonNull(jar.getEntryName())));
      }
    }
    return in(path(any));
  }

  private static Path path(URL url) {
    try {
      return Path.of(new URI(url.toString()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("No path: " + url, e);
    }
  }

  /** Those in the directory of this one. */
  private static List<MigrationText> in(Path one) throws IOException {
    List<MigrationText> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(one.getParent()))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".sql")).toList()) {
        found.add(
            new MigrationText(
                Objects.requireNonNull(file.getFileName()).toString(), Files.readString(file)));
      }
    }
    found.sort(IN_ORDER);
    return found;
  }

  /**
   * What Flyway keeps of it in its history: CRC-32 of the lines without their ends, of what is
   * repeated with the schema filled in.
   */
  int checksum(String schema) {
    CRC32 crc = new CRC32();
    (isVersioned() ? text : filledIn(schema))
        .lines()
        .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }

  /** What it is as one transaction that needs nothing else. */
  String plainSql(String schema) {
    return """
        -- Tidemark: %s, for a log in the schema %s.
        begin;
        create schema if not exists %2$s;
        set local search_path = %2$s;

        %s
        commit;
        """
        .formatted(name, schema, filledIn(schema).strip());
  }

  private String filledIn(String schema) {
    return text.replace("${schema}", schema);
  }

  private boolean isVersioned() {
    return name.startsWith("V");
  }

  private int version() {
    return isVersioned()
        ? Integer.parseInt(name.substring(1, name.indexOf("__")))
        : Integer.MAX_VALUE;
  }
}
