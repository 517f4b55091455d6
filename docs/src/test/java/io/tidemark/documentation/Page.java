package io.tidemark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown file: its blocks of code, its links and the anchors that links may lead to. */
record Page(Path file, List<Block> blocks, List<Link> links, Set<String> anchors) {
  private static final Pattern FENCE = Pattern.compile("^\\s*```(\\w*)\\s*$");
  private static final Pattern REGION = Pattern.compile("^\\s*<!-- ([\\w.]+#[\\w-]+) -->\\s*$");
  private static final Pattern FILE =
      Pattern.compile("^\\s*<!-- ([\\w.-]+(?:/[\\w.-]+)+) -->\\s*$");
  private static final Pattern OUTPUT = Pattern.compile("^\\s*<!-- output of ([\\w.]+) -->\\s*$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$");

  /**
   * A fenced block.
   *
   * @param language after the fence
   * @param source what the line before it names: file and region, as {@code File#region}, or a
   *     whole file by its path from the root of the checkout; empty if it names none
   * @param program the class whose output it is, by the line before it; empty if it is none
   */
  record Block(int line, String language, String source, String program, List<String> lines) {
    /** Whether it is to be a whole file. */
    boolean isFile() {
      return source.contains("/");
    }
  }

  /** A link, without its text. */
  record Link(int line, String target) {}

  static Page read(Path file) {
    try {
      return parse(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page parse(Path file, List<String> lines) {
    Page page = new Page(file, new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = i + 1;
        while (end < lines.size() && !FENCE.matcher(lines.get(end)).matches()) {
          end++;
        }
        String before = i == 0 ? "" : lines.get(i - 1);
        page.blocks.add(
            new Block(
                i + 1,
                fence.group(1),
                source(before),
                named(OUTPUT, before),
                List.copyOf(lines.subList(i + 1, Math.min(end, lines.size())))));
        i = end;
      } else {
        page.addText(i + 1, lines.get(i));
      }
    }
    return page;
  }

  private void addText(int number, String line) {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      addAnchor(heading.group(1));
    }
    ANCHOR.matcher(line).results().forEach(found -> anchors.add(found.group(1)));
    LINK.matcher(line.replaceAll("`[^`]*`", ""))
        .results()
        .forEach(found -> links.add(new Link(number, found.group(1))));
  }

  /** As the usual renderers make them: lower case, no punctuation, hyphens for spaces. */
  private void addAnchor(String heading) {
    String slug =
        heading
            .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N} _-]", "")
            .replace(' ', '-');
    String unique = slug;
    for (int i = 1; !anchors.add(unique); i++) {
      unique = slug + "-" + i;
    }
  }

  private static String source(String line) {
    String region = named(REGION, line);
    return region.isEmpty() ? named(FILE, line) : region;
  }

  private static String named(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
