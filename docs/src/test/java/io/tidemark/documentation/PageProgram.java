package io.tidemark.documentation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The whole files of a page, as the program that a reader has who types them as they stand: written
 * below an empty directory, compiled, and run there as processes of their own.
 */
final class PageProgram {
  private static final long PATIENCE_SECONDS = 120;

  private final Page page;
  private final String project;
  private final Path directory;

  /**
   * Of the files that a page shows of one project.
   *
   * @param project the project's directory, as the page names it before each file
   * @param directory where to write them; empty
   */
  PageProgram(Page page, String project, Path directory) {
    this.page = page;
    this.project = project + "/";
    this.directory = directory;
  }

  /** Each file with its lines, by its path in the project. */
  Map<String, List<String>> files() {
    return page.blocks().stream()
        .filter(block -> block.source().startsWith(project))
        .collect(
            Collectors.toMap(
                block -> block.source().substring(project.length()),
                Page.Block::lines,
                (first, second) -> {
                  throw new IllegalStateException("Shown twice: " + first);
                },
                LinkedHashMap::new));
  }

  /** What each program is said to print, in the order of the page. */
  Map<String, List<String>> outputs() {
    return page.blocks().stream()
        .filter(block -> !block.program().isEmpty())
        .collect(
            Collectors.toMap(
                Page.Block::program,
                Page.Block::lines,
                (first, second) -> {
                  throw new IllegalStateException("Printed twice: " + first);
                },
                LinkedHashMap::new));
  }

  /** Writes and compiles them, tests too; what the compiler has to say against them. */
  List<String> compile() throws IOException {
    for (Map.Entry<String, List<String>> file : files().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> findings = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(findings, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-cp", libraries(), "-d", directory.resolve("classes").toString());
      compiler
          .getTask(null, manager, findings, options, null, manager.getJavaFileObjects(sources()))
          .call();
    }
    return findings.getDiagnostics().stream()
        .map(finding -> finding.toString().replace(directory + File.separator, ""))
        .toList();
  }

  private Path[] sources() {
    return files().keySet().stream()
        .filter(file -> file.endsWith(".java"))
        .map(directory::resolve)
        .toArray(Path[]::new);
  }

  /** Runs one of its programs to its end, and gives the lines that it printed, errors too. */
  List<String> run(String mainClass) throws IOException {
    Path output = directory.resolve(mainClass + ".output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Stream.of("classes", "src/main/resources")
                    .map(part -> directory.resolve(part).toString())
                    .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator))
                    .concat(libraries()),
                mainClass)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "%s did not end in %d seconds".formatted(mainClass, PATIENCE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  /** What the tests were given, without the samples and the tests themselves. */
  private static String libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !isOfThisModule(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfThisModule(Path entry) {
    try {
      return Files.exists(entry)
          && entry.toRealPath().startsWith(Path.of("").toRealPath().resolve("target"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
