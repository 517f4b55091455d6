package io.tidemark.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The packages of the libraries with their sizes and imports, as tables, one for each module. */
record PackagePicture(SourceTree sources) {
  private static final String BASE = "io.tidemark";

  /** The lines of the tables. */
  List<String> lines() {
    Map<String, List<SourceFile>> byPackage =
        sources
            .libraryFiles()
            .collect(
                Collectors.groupingBy(SourceFile::packageName, TreeMap::new, Collectors.toList()));
    List<String> lines = new ArrayList<>();
    for (String module : sources.reactor().libraries()) {
      lines.add("### " + module);
      lines.add("");
      lines.add("| package | files | public | private | imports |");
      lines.add("|---|--:|--:|--:|---|");
      byPackage.forEach(
          (name, files) -> {
            if (files.get(0).module().equals(module)) {
              lines.add(row(name, files, byPackage));
            }
          });
      lines.add("");
    }
    return lines.subList(0, Math.max(0, lines.size() - 1));
  }

  /** Names of all packages, without the base. */
  TreeSet<String> packages() {
    return sources
        .libraryFiles()
        .map(file -> shortName(file.packageName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(String name, List<SourceFile> files, Map<String, ?> ours) {
    List<SourceFile.Type> types = files.stream().flatMap(file -> file.types().stream()).toList();
    long open = types.stream().filter(SourceFile.Type::isPublic).count();
    String imports =
        files.stream()
            .flatMap(file -> file.imports().stream())
            .filter(imported -> ours.containsKey(imported) && !imported.equals(name))
            .filter(imported -> !imported.equals(BASE))
            .map(imported -> "`" + shortName(imported) + "`")
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    return "| `%s` | %d | %d | %d | %s |"
        .formatted(
            shortName(name),
            files.stream().filter(file -> !file.isPackageInfo()).count(),
            open,
            types.size() - open,
            imports);
  }

  private static String shortName(String name) {
    return name.equals(BASE) ? BASE : name.substring(BASE.length() + 1);
  }
}
