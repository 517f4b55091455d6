package io.tidemark.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Java source.
 *
 * @param module the module it belongs to
 * @param path relative to the directory of sources
 */
record SourceFile(String module, Path path, List<String> lines) {
  private static final Pattern TYPE =
      Pattern.compile(
          "^(public )?((?:[a-z-]+ )*)(class|record|interface|enum|@interface) (\\w+)\\b.*");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([a-z]\\w*(?:\\.[a-z]\\w*)*)\\.[A-Z].*");
  private static final Pattern NOT_API = Pattern.compile("\\bNot API\\b(,? but for .*)?");
  private static final Pattern LINK = Pattern.compile("\\{@link (\\w+)\\}");

  /** A type at the top of a file. */
  record Type(String kind, String name, boolean isPublic, boolean isNotApi) {}

  static SourceFile read(String module, Path sources, Path file) {
    try {
      return new SourceFile(module, sources.relativize(file), Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String packageName() {
    Path directory = path.getParent();
    return directory == null ? "" : directory.toString().replace('/', '.').replace('\\', '.');
  }

  boolean isPackageInfo() {
    return path.endsWith("package-info.java");
  }

  /** Whether its text says "Not API"; asked of a package's own file. */
  boolean saysNotApi() {
    return NOT_API.matcher(text(lines)).find();
  }

  /** The types that are API although the package is not: what its comment links after "but for". */
  Set<String> exceptions() {
    Matcher said = NOT_API.matcher(text(lines));
    Set<String> names = new TreeSet<>();
    if (said.find() && said.group(1) != null) {
      String untilColon = said.group(1).replaceFirst("[:;.](?=\\s).*", "");
      LINK.matcher(untilColon).results().forEach(link -> names.add(link.group(1)));
    }
    return names;
  }

  /** A comment as running text. */
  private static String text(List<String> comment) {
    return comment.stream()
        .map(line -> line.replaceFirst("^\\s*(/\\*\\*|\\*/|\\*)?", "").strip())
        .collect(Collectors.joining(" "));
  }

  /** The packages it imports from. */
  TreeSet<String> imports() {
    TreeSet<String> packages = new TreeSet<>();
    for (String line : lines) {
      Matcher found = IMPORT.matcher(line);
      if (found.matches()) {
        packages.add(found.group(1));
      }
    }
    return packages;
  }

  /** The types that are not nested, the first first. */
  List<Type> types() {
    return IntStream.range(0, lines.size())
        .filter(line -> TYPE.matcher(lines.get(line)).matches())
        .mapToObj(this::type)
        .toList();
  }

  private Type type(int line) {
    Matcher found = TYPE.matcher(lines.get(line));
    if (!found.matches()) {
      throw new IllegalStateException("No type in line " + line + " of " + path);
    }
    String kind = found.group(3).replace("@interface", "annotation");
    boolean isAbstract = found.group(2).contains("abstract ");
    return new Type(
        isAbstract ? "abstract " + kind : kind,
        found.group(4),
        found.group(1) != null,
        NOT_API.matcher(text(commentAbove(line))).find());
  }

  /** A public type with no end of a comment between it and the line before its annotations. */
  boolean hasBarePublicType() {
    for (int i = 0; i < lines.size(); i++) {
      Matcher found = TYPE.matcher(lines.get(i));
      if (found.matches() && found.group(1) != null) {
        return commentAbove(i).isEmpty();
      }
    }
    return false;
  }

  private List<String> commentAbove(int type) {
    int end = type - 1;
    while (end >= 0 && lines.get(end).matches("@.*|\\s+.*[^/]|[)}].*")) {
      end--;
    }
    if (end < 0 || !lines.get(end).endsWith("*/")) {
      return List.of();
    }
    int begin = end;
    while (begin > 0 && !lines.get(begin).startsWith("/**")) {
      begin--;
    }
    return lines.subList(begin, end + 1);
  }
}
