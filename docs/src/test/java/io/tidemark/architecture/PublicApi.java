package io.tidemark.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The types of the libraries on which others may build: those that are public, unless their own
 * comment or that of their package says "Not API".
 */
record PublicApi(SourceTree sources) {

  /** Packages that are no part of it as a whole. */
  Set<String> closedPackages() {
    Set<String> closed = new TreeSet<>();
    exceptionsByPackage()
        .forEach(
            (name, exceptions) -> {
              if (exceptions.isEmpty()) {
                closed.add(name);
              }
            });
    return closed;
  }

  /** Packages that say "Not API", each with the types that are API all the same. */
  private Map<String, Set<String>> exceptionsByPackage() {
    return sources
        .libraryFiles()
        .filter(file -> file.isPackageInfo() && file.saysNotApi())
        .collect(Collectors.toMap(SourceFile::packageName, SourceFile::exceptions));
  }

  /** Full names of the types. */
  Set<String> types() {
    Set<String> names = new TreeSet<>();
    forEach((file, type) -> names.add(file.packageName() + "." + type.name()));
    return names;
  }

  /** The page that lists them, module by module and package by package. */
  List<String> page() {
    Map<String, Map<String, Map<String, String>>> modules = new TreeMap<>();
    forEach(
        (file, type) ->
            modules
                .computeIfAbsent(file.module(), module -> new TreeMap<>())
                .computeIfAbsent(file.packageName(), name -> new TreeMap<>())
                .put(type.name(), type.kind()));
    List<String> lines = new ArrayList<>();
    modules.forEach(
        (module, packages) -> {
          lines.add(module);
          packages.forEach(
              (name, types) -> {
                lines.add("  " + name);
                types.forEach((type, kind) -> lines.add("    %s (%s)".formatted(type, kind)));
              });
        });
    return lines;
  }

  private void forEach(BiConsumer<SourceFile, SourceFile.Type> action) {
    Map<String, Set<String>> notApi = exceptionsByPackage();
    sources
        .libraryFiles()
        .forEach(
            file ->
                file.types().stream()
                    .filter(type -> type.isPublic() && !type.isNotApi())
                    .filter(
                        type ->
                            !notApi.containsKey(file.packageName())
                                || notApi.get(file.packageName()).contains(type.name()))
                    .forEach(type -> action.accept(file, type)));
  }
}
