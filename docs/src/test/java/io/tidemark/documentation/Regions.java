package io.tidemark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The marked parts of sources, from {@code // region name} to {@code // end} (in SQL with {@code
 * --}), without their common indentation and the empty lines around them.
 */
final class Regions {
  private static final Pattern BEGIN = Pattern.compile("^\\s*(?://|--) region ([\\w-]+)$");
  private static final Pattern END = Pattern.compile("^\\s*(?://|--) end$");

  private final Map<String, List<String>> linesByName = new TreeMap<>();

  private Regions() {}

  /** All regions of the sources below these directories. */
  static Regions below(List<Path> directories) {
    Set<Path> sources = new TreeSet<>(); // one directory may be below another
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.filter(Regions::isSource).forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Regions regions = new Regions();
    sources.forEach(regions::addAll);
    return regions;
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return name.endsWith(".java") || name.endsWith(".sql");
  }

  /** Each region under {@code File#region}. */
  Map<String, List<String>> all() {
    return linesByName;
  }

  private void addAll(Path file) {
    String name = "";
    List<String> lines = new ArrayList<>();
    for (String line : read(file)) {
      Matcher begin = BEGIN.matcher(line);
      if (begin.matches()) {
        requireEnded(name);
        name = file.getFileName() + "#" + begin.group(1);
        lines = new ArrayList<>();
      } else if (!name.isEmpty() && END.matcher(line).matches()) {
        if (linesByName.put(name, dedented(lines)) != null) {
          throw new IllegalStateException("Two regions of one name: " + name);
        }
        name = "";
      } else {
        lines.add(line);
      }
    }
    requireEnded(name);
  }

  private static void requireEnded(String name) {
    if (!name.isEmpty()) {
      throw new IllegalStateException("Region without an end: " + name);
    }
  }

  private static List<String> dedented(List<String> lines) {
    String text = String.join("\n", lines).stripTrailing().stripIndent();
    return text.lines().dropWhile(String::isBlank).toList();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
