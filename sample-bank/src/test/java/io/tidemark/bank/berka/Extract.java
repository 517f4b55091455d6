package io.tidemark.bank.berka;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real rows of nine accounts, and what they must add up to; see the README beside them. */
public final class Extract {
  private Extract() {}

  public static InputStream open() {
    return new BufferedInputStream(resource("extract.asc"));
  }

  /** Copies the rows into a directory; gives the file. */
  public static Path in(Path directory) {
    Path file = directory.resolve("extract.asc");
    try (InputStream in = open()) {
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The balances at the end of a day, {@code 1993-12-31}, or at the {@code final} end. */
  public static Map<String, String> balances(String day) {
    Map<String, String> balances = new TreeMap<>();
    expected(day).properties().forEach(e -> balances.put(e.getKey(), e.getValue().asString()));
    return balances;
  }

  /** How many rows each account has. */
  public static Map<String, Long> versions() {
    Map<String, Long> versions = new TreeMap<>();
    expected("versions").properties().forEach(e -> versions.put(e.getKey(), e.getValue().asLong()));
    return versions;
  }

  private static JsonNode expected(String name) {
    return JsonMapper.shared().readTree(resource("extract-balances.json")).get(name);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Extract.class.getResourceAsStream(name), name);
  }
}
