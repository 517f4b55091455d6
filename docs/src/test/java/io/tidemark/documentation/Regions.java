package io.tidemark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    Regions regions = new Regions();
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.filter(Regions::isSource).sorted().forEach(regions::addAll);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
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
        name = file.getFileName() + "#" + begin.group(1);
        lines = new ArrayList<>();
      } else if (!name.isEmpty() && END.matcher(line).matches()) {
        linesByName.put(name, dedented(lines));
        name = "";
      } else {
        lines.add(line);
      }
    }
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
