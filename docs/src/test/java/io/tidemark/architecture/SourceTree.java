package io.tidemark.architecture;

import static java.util.stream.Collectors.counting;
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
import java.util.stream.Stream;

/** The Java sources of a multi-module checkout, in all modules that its build has. */
record SourceTree(Reactor reactor) {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  /** The modules that have main sources. */
  List<String> modules() {
    return reactor.modules().stream()
        .filter(module -> Files.isDirectory(reactor.root().resolve(module).resolve(MAIN)))
        .toList();
  }

  /** Where the main sources of each module are compiled to. */
  List<Path> compiled() {
    return modules().stream()
        .map(module -> reactor.root().resolve(module).resolve("target/classes"))
        .toList();
  }

  /** The main sources of all modules. */
  Stream<SourceFile> mainFiles() {
    return files(MAIN);
  }

  /** The main sources of the modules that others build on. */
  Stream<SourceFile> libraryFiles() {
    return mainFiles().filter(file -> reactor.libraries().contains(file.module()));
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

  /** Packages with more main files than that, as {@code package (files)}; without package-info. */
  List<String> mainPackagesLargerThan(int files) {
    return files(MAIN)
        .filter(file -> !file.isPackageInfo())
        .collect(groupingBy(SourceFile::packageName, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > files)
        .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Packages with main files whose {@code package-info.java} is missing or not null-marked; without
   * the samples, whose readers have not asked for that.
   */
  List<String> mainPackagesNotNullMarked() {
    TreeSet<String> packages = new TreeSet<>();
    TreeSet<String> marked = new TreeSet<>();
    files(MAIN)
        .filter(file -> !Reactor.isSample(file.module()))
        .forEach(
            file -> {
              packages.add(file.packageName());
              if (file.isPackageInfo()
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
    return reactor.modules().stream()
        .filter(module -> Files.isDirectory(reactor.root().resolve(module).resolve(kind)))
        .flatMap(module -> filesBelow(module, reactor.root().resolve(module).resolve(kind)));
  }

  private static Stream<SourceFile> filesBelow(String module, Path sources) {
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
}
