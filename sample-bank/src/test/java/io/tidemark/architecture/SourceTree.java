package io.tidemark.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of a multi-module checkout, read from the directories of its modules. */
record SourceTree(Path root) {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  /** Names of the modules that have main sources. */
  List<String> modules() {
    return list(root).stream()
        .filter(module -> Files.isDirectory(module.resolve(MAIN)))
        .map(module -> module.getFileName().toString())
        .toList();
  }

  /** Packages with files in more than one module, tests included, each with its modules. */
  Map<String, TreeSet<String>> packagesInSeveralModules() {
    Map<String, TreeSet<String>> modulesByPackage =
        Stream.concat(files(MAIN), files(TEST))
            .collect(
                groupingBy(
                    SourceFile::packageName,
                    TreeMap::new,
                    mapping(SourceFile::module, toCollection(TreeSet::new))));
    modulesByPackage.values().removeIf(modules -> modules.size() == 1);
    return modulesByPackage;
  }

  /** Main files with more lines than that, as {@code module/file (lines)}. */
  List<String> mainFilesLongerThan(int lines) {
    return files(MAIN)
        .filter(file -> file.lines().size() > lines)
        .map(file -> file.module() + "/" + file.path() + " (" + file.lines().size() + ")")
        .toList();
  }

  /** Packages with main files whose {@code package-info.java} is missing or not null-marked. */
  List<String> mainPackagesNotNullMarked() {
    TreeSet<String> packages = new TreeSet<>();
    TreeSet<String> marked = new TreeSet<>();
    files(MAIN)
        .forEach(
            file -> {
              packages.add(file.packageName());
              if (file.path().endsWith("package-info.java")
                  && file.lines().stream().anyMatch(Predicate.isEqual("@NullMarked"))) {
                marked.add(file.packageName());
              }
            });
    packages.removeAll(marked);
    return List.copyOf(packages);
  }

  /** Main files whose public type has no Javadoc comment, as {@code module/file}. */
  List<String> publicTypesWithoutComment() {
    return files(MAIN)
        .filter(SourceFile::hasBarePublicType)
        .map(file -> file.module() + "/" + file.path())
        .toList();
  }

  private Stream<SourceFile> files(Path kind) {
    return list(root).stream()
        .filter(module -> Files.isDirectory(module.resolve(kind)))
        .flatMap(module -> filesBelow(module, module.resolve(kind)));
  }

  private static Stream<SourceFile> filesBelow(Path module, Path sources) {
    try (Stream<Path> walk = Files.walk(sources)) {
      return walk
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(file -> SourceFile.read(module, sources, file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record SourceFile(String module, Path path, List<String> lines) {
    private static final Pattern PUBLIC_TYPE =
        Pattern.compile("^public ([a-z-]+ )*(class|record|interface|enum|@interface) ");

    static SourceFile read(Path module, Path sources, Path file) {
      try {
        return new SourceFile(
            module.getFileName().toString(), sources.relativize(file), Files.readAllLines(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A public type with no end of a comment between it and the line before its annotations. */
    boolean hasBarePublicType() {
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC_TYPE.matcher(lines.get(i)).find()) {
          int above = i - 1;
          while (above >= 0 && lines.get(above).matches("@.*|\\s+.*[^/]|[)}].*")) {
            above--;
          }
          return above < 0 || !lines.get(above).endsWith("*/");
        }
      }
      return false;
    }

    String packageName() {
      Path directory = path.getParent();
      return directory == null ? "" : directory.toString().replace('/', '.').replace('\\', '.');
    }
  }
}
