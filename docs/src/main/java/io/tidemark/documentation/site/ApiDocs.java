package io.tidemark.documentation.site;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** The Javadoc of the public API of all modules in one, made by the JDK that runs this. */
record ApiDocs(Repository repository, PublicApi api) {
  private static final String JDK = "https://docs.oracle.com/en/java/javase/17/docs/api/";
  private static final String TOP =
      "<script src=\"{@docRoot}/../assets/theme.js\"></script>"
          + "<nav class=\"manual\"><a href=\"{@docRoot}/../index.html\">Tidemark</a>"
          + "<a href=\"{@docRoot}/../documentation.html\">All pages</a>"
          + "<a href=\"{@docRoot}/../reference/public-api.html\">Public API</a></nav>";

  /**
   * Writes it.
   *
   * @param classPath what the sources need to be compiled
   * @throws IllegalStateException if the tool finds an error
   */
  void writeTo(Path directory, String classPath) throws IOException {
    Path work = Files.createTempDirectory("tidemark-javadoc");
    List<String> arguments = new ArrayList<>(options(directory, classPath));
    try {
      Path style = Files.writeString(work.resolve("api.css"), Assets.text("assets/api.css"));
      Files.writeString(work.resolve("element-list"), packagesOfTheJdk());
      arguments.addAll(List.of("--add-stylesheet", style.toString()));
      arguments.addAll(List.of("-linkoffline", JDK, work.toUri().toString()));
      arguments.addAll(groups());
      arguments.addAll(sources());
      run(arguments);
    } finally {
      Files.deleteIfExists(work.resolve("api.css"));
      Files.deleteIfExists(work.resolve("element-list"));
      Files.delete(work);
    }
  }

  private static void run(List<String> arguments) {
    ToolProvider javadoc =
        ToolProvider.findFirst("javadoc")
            .orElseThrow(
                () -> new IllegalStateException("javadoc: expected in this JDK, actual none"));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int result = javadoc.run(writer, writer, arguments.toArray(new String[0]));
    if (result != 0) {
      throw new IllegalStateException(
          "javadoc: expected 0, actual %d%n%s".formatted(result, output));
    }
  }

  private List<String> options(Path directory, String classPath) {
    String sourcePath =
        api.types().stream()
            .map(type -> repository.file(type.module() + "/src/main/java").toString())
            .distinct()
            .collect(Collectors.joining(java.io.File.pathSeparator));
    return List.of(
        "-d",
        directory.toString(),
        "-sourcepath",
        sourcePath,
        "-classpath",
        classPath,
        "-encoding",
        "UTF-8",
        "-docencoding",
        "UTF-8",
        "-windowtitle",
        "Tidemark API",
        "-doctitle",
        "Tidemark API",
        "-top",
        TOP,
        "--allow-script-in-comments",
        "--release",
        "17",
        "-Xdoclint:none",
        "-notimestamp",
        "-quiet");
  }

  private List<String> groups() {
    List<String> groups = new ArrayList<>();
    api.byModule()
        .forEach(
            (module, packages) ->
                groups.addAll(
                    List.of(
                        "-group",
                        module.substring(module.lastIndexOf('/') + 1),
                        String.join(":", packages.keySet()))));
    return groups;
  }

  /** The types of the list, and what their packages say of themselves. */
  private List<String> sources() {
    TreeSet<String> files = new TreeSet<>();
    for (PublicApi.Type type : api.types()) {
      files.add(type.directory() + type.name() + ".java");
      files.add(type.directory() + "package-info.java");
    }
    return files.stream()
        .filter(repository::has)
        .map(file -> repository.file(file).toString())
        .toList();
  }

  /** In the form in which Javadoc wants to know what stands behind a link. */
  private static String packagesOfTheJdk() {
    Map<String, List<String>> modules =
        ModuleFinder.ofSystem().findAll().stream()
            .map(ModuleReference::descriptor)
            .filter(module -> module.name().startsWith("java."))
            .collect(Collectors.toMap(ModuleDescriptor::name, ApiDocs::exported));
    return modules.entrySet().stream()
        .map(module -> "module:" + module.getKey() + "\n" + String.join("", module.getValue()))
        .collect(Collectors.joining());
  }

  private static List<String> exported(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(exports -> exports.source() + "\n")
        .toList();
  }
}
