package io.tidemark.documentation;

import io.tidemark.architecture.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All pages of a checkout, and what can be wrong with them, one line for each finding. */
final class Documentation {
  private static final Set<String> RUN = Set.of("java", "sql");
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?m)^public (?:abstract |final |sealed |non-sealed )*class (\\w+Exception)\\b");
  private static final Pattern EXCEPTION_NAME = Pattern.compile("`(\\w+Exception)`");
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+)\\.(\\w+_\\w+)`");

  private final Path root;
  private final Reactor reactor;
  private final List<Page> pages;

  private Documentation(Reactor reactor, List<Page> pages) {
    this.root = reactor.root();
    this.reactor = reactor;
    this.pages = pages;
  }

  /**
   * The Markdown files in the root, in its directories and modules, and in the directories of
   * {@code docs}.
   */
  static Documentation of(Reactor reactor) {
    Path root = reactor.root();
    Set<Path> files = new TreeSet<>(files(root, 2, ".md"));
    files.addAll(files(root.resolve("docs"), 2, ".md"));
    reactor.directories("").forEach(module -> files.addAll(files(module, 1, ".md")));
    return new Documentation(reactor, files.stream().map(Page::read).toList());
  }

  /**
   * Blocks of Java and SQL that are not, letter for letter, the region or file they name, and other
   * blocks that name a file and are not that.
   */
  List<String> blocksThatAreNotTheirSource(Regions regions) {
    List<String> findings = new ArrayList<>();
    Set<String> shown = new TreeSet<>();
    for (Page page : pages) {
      for (Page.Block block : page.blocks()) {
        if (RUN.contains(block.language()) || block.isFile()) {
          shown.add(block.source());
          String problem = problem(block, regions);
          if (!problem.isEmpty()) {
            findings.add("%s:%d: %s".formatted(name(page), block.line(), problem));
          }
        }
      }
    }
    regions.all().keySet().stream()
        .filter(region -> !shown.contains(region))
        .forEach(region -> findings.add("shown nowhere: " + region));
    return findings;
  }

  /** Files of which a page shows a part and to which it does not lead: readers miss the imports. */
  List<String> sourcesNotLinked() {
    List<String> findings = new ArrayList<>();
    for (Page page : pages) {
      page.blocks().stream()
          .map(Page.Block::source)
          .filter(source -> source.contains(".java#"))
          .map(source -> source.substring(0, source.indexOf('#')))
          .distinct()
          .filter(file -> page.links().stream().noneMatch(link -> leadsTo(link, file)))
          .forEach(file -> findings.add("%s: no link to %s".formatted(name(page), file)));
    }
    return findings;
  }

  /** Pages below a directory that do not say in which packages the types of their code are. */
  List<String> packagesNotNamed(String directory, TypePackages packages) {
    List<String> findings = new ArrayList<>();
    for (Page page : pages) {
      List<String> code =
          page.blocks().stream()
              .filter(block -> block.language().equals("java") && !block.isFile())
              .flatMap(block -> block.lines().stream())
              .toList();
      String sentence = packages.sentence(code);
      if (page.file().startsWith(root.resolve(directory))
          && !text(page.file()).replaceAll("\\s+", " ").contains(sentence)) {
        findings.add("%s: expected %s".formatted(name(page), sentence));
      }
    }
    return findings;
  }

  private static boolean leadsTo(Page.Link link, String file) {
    String path = URI.create(link.target()).getPath();
    return path != null && path.endsWith("/" + file);
  }

  private String problem(Page.Block block, Regions regions) {
    if (block.source().isEmpty()) {
      return "no source on the line before, expected <!-- File#region --> or <!-- path/File -->";
    }
    List<String> lines =
        block.isFile() ? fileLines(block.source()) : regions.all().get(block.source());
    if (lines == null) {
      return "no %s %s".formatted(block.isFile() ? "file" : "region", block.source());
    }
    return lines.equals(block.lines())
        ? ""
        : "differs from %s:%n%s".formatted(block.source(), String.join("\n", lines));
  }

  private @Nullable List<String> fileLines(String path) {
    Path file = root.resolve(path);
    return Files.isRegularFile(file) ? text(file).lines().toList() : null;
  }

  /** Links to files that are not there, or to anchors that no heading makes. */
  List<String> brokenLinks() {
    List<String> findings = new ArrayList<>();
    for (Page page : pages) {
      for (Page.Link link : page.links()) {
        URI target = URI.create(link.target());
        if (target.getScheme() == null && !exists(page, target)) {
          findings.add("%s:%d: %s".formatted(name(page), link.line(), link.target()));
        }
      }
    }
    return findings;
  }

  private static boolean exists(Page page, URI target) {
    Path file =
        target.getPath().isEmpty()
            ? page.file()
            : page.file().resolveSibling(target.getPath()).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return target.getFragment() == null
        || !file.toString().endsWith(".md")
        || Page.read(file).anchors().contains(target.getFragment());
  }

  /** Pages below the directory of an index to which it does not lead. */
  List<String> pagesMissingFrom(String index) {
    Path from = root.resolve(index);
    Set<Path> linked =
        Page.read(from).links().stream()
            .map(link -> URI.create(link.target()).getPath())
            .filter(path -> path != null && !path.isEmpty())
            .map(path -> from.resolveSibling(path).normalize())
            .collect(Collectors.toSet());
    return pages.stream()
        .map(Page::file)
        .filter(file -> file.startsWith(from.getParent()) && !file.equals(from))
        .filter(file -> !linked.contains(file))
        .map(file -> root.relativize(file).toString())
        .toList();
  }

  /** Public exceptions without a place in the reference, and those that are only there. */
  List<String> exceptionsMissingIn(String page, List<String> modules) {
    Set<String> declared = new TreeSet<>();
    for (String module : modules) {
      for (Path file : files(root.resolve(module).resolve("src/main/java"), 99, ".java")) {
        EXCEPTION.matcher(text(file)).results().forEach(found -> declared.add(found.group(1)));
      }
    }
    Set<String> described =
        EXCEPTION_NAME
            .matcher(text(root.resolve(page)))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    return Stream.concat(
            declared.stream()
                .filter(name -> !described.contains(name))
                .map(name -> "not described: " + name),
            described.stream()
                .filter(name -> !declared.contains(name))
                .map(name -> "no such class: " + name))
        .toList();
  }

  /** Tests that a page names as {@code `Class.method_name`} and that do not exist. */
  List<String> testsMissingFrom(String page) {
    List<Path> tests = new ArrayList<>();
    for (Path directory : reactor.directories("src/test/java")) {
      tests.addAll(files(directory, 99, ".java"));
    }
    List<MatchResult> named = TEST_NAME.matcher(text(root.resolve(page))).results().toList();
    if (named.isEmpty()) {
      return List.of(page + " names no test");
    }
    return named.stream()
        .filter(test -> tests.stream().noneMatch(file -> declares(file, test)))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean declares(Path file, MatchResult test) {
    return file.endsWith(test.group(1) + ".java")
        && text(file).contains("void %s(".formatted(test.group(2)));
  }

  private String name(Page page) {
    return root.relativize(page.file()).toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory, int depth, String ending) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(directory, depth)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
