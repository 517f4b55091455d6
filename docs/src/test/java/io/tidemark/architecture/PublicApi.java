package io.tidemark.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The types of the libraries on which others may build: those that are public, unless their own
 * comment or that of their package says "Not API".
 */
record PublicApi(SourceTree sources) {

  /** Packages that are no part of it as a whole. */
  Set<String> closedPackages() {
    return sources
        .libraryFiles()
        .filter(file -> file.isPackageInfo() && file.saysNotApi())
        .map(SourceFile::packageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Full names of the types. */
  Set<String> types() {
    return openFiles().stream()
        .flatMap(
            file ->
                file.types().stream()
                    .filter(PublicApi::isOpen)
                    .map(type -> file.packageName() + "." + type.name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The page that lists them, module by module and package by package. */
  List<String> page() {
    TreeMap<String, TreeMap<String, TreeMap<String, String>>> modules = new TreeMap<>();
    for (SourceFile file : openFiles()) {
      for (SourceFile.Type type : file.types()) {
        if (isOpen(type)) {
          modules
              .computeIfAbsent(file.module(), module -> new TreeMap<>())
              .computeIfAbsent(file.packageName(), name -> new TreeMap<>())
              .put(type.name(), type.kind());
        }
      }
    }
    List<String> lines = new java.util.ArrayList<>();
    modules.forEach(
        (module, packages) -> {
          lines.add((lines.isEmpty() ? "" : "\n") + module);
          packages.forEach(
              (name, types) -> {
                lines.add("  " + name);
                types.forEach((type, kind) -> lines.add("    %s (%s)".formatted(type, kind)));
              });
        });
    return String.join("\n", lines).lines().toList();
  }

  private List<SourceFile> openFiles() {
    Set<String> closed = closedPackages();
    return sources.libraryFiles().filter(file -> !closed.contains(file.packageName())).toList();
  }

  private static boolean isOpen(SourceFile.Type type) {
    return type.isPublic() && !type.isNotApi();
  }
}
