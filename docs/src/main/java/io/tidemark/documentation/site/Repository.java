package io.tidemark.documentation.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of a checkout that people wrote: neither what a build made nor what is hidden. Paths
 * are relative to its root, with slashes.
 */
final class Repository {
  private static final Set<String> MADE = Set.of("target", "node_modules");

  private final Path root;
  private final TreeSet<String> files = new TreeSet<>();

  private Repository(Path root) {
    this.root = root;
  }

  /** Looks for the files below a root. */
  static Repository at(Path root) {
    Repository repository = new Repository(root.toAbsolutePath().normalize());
    try {
      Files.walkFileTree(repository.root, repository.new Collector());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return repository;
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = directory.getFileName().toString();
      boolean skipped = MADE.contains(name) || name.startsWith(".");
      return skipped && !directory.equals(root)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(root.relativize(file).toString().replace('\\', '/'));
      return FileVisitResult.CONTINUE;
    }
  }

  /** The Markdown pages, those of tests left out. */
  Set<String> pages() {
    TreeSet<String> pages = new TreeSet<>(files);
    pages.removeIf(file -> !file.endsWith(".md") || file.contains("/src/"));
    return pages;
  }

  /**
   * The source of tests or samples, of this name and with this region, that a page shows a part of.
   */
  Optional<String> sourceOf(String name, String region) {
    Set<String> begins = Set.of("// region " + region, "-- region " + region);
    return files.stream()
        .filter(file -> file.contains("src/test/") || file.startsWith("docs/samples/"))
        .filter(file -> file.endsWith("/" + name))
        .filter(file -> text(file).lines().map(String::strip).anyMatch(begins::contains))
        .findFirst();
  }

  boolean has(String path) {
    return Files.isRegularFile(root.resolve(path));
  }

  boolean hasDirectory(String path) {
    return Files.isDirectory(root.resolve(path));
  }

  Path file(String path) {
    return root.resolve(path);
  }

  String text(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
