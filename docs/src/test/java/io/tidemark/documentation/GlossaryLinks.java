package io.tidemark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which words of the glossary a page uses in its running text without leading to them anywhere.
 * Code, headings, tables, and what leads elsewhere do not count as use.
 *
 * @param anchors by word, as the glossary writes it
 */
record GlossaryLinks(Map<String, String> anchors) {
  private static final Pattern ENTRY =
      Pattern.compile("<a id=\"([^\"]+)\"></a>\\*\\*([^*]+)\\*\\*");
  private static final Pattern NO_TEXT =
      Pattern.compile(
          "(?m)^\\s*```[\\s\\S]*?^\\s*```[^\\n]*$" // blocks of code
              + "|<!--[\\s\\S]*?-->|<[^>\\n]+>"
              + "|^#[^\\n]*$|^\\|[^\\n]*$" // headings and tables
              + "|`[^`]*`"
              + "|!?\\[[^\\]]*\\]\\([^)]*\\)");

  /** Of a glossary. */
  static GlossaryLinks of(Path glossary) {
    Map<String, String> anchors = new LinkedHashMap<>();
    ENTRY.matcher(text(glossary)).results().forEach(it -> anchors.put(it.group(2), it.group(1)));
    return new GlossaryLinks(anchors);
  }

  /** Those of the words that a page uses and does not link. */
  List<String> missingIn(Path page, List<String> words) {
    String whole = text(page);
    String running = NO_TEXT.matcher(whole).replaceAll(" ");
    List<String> missing = new ArrayList<>();
    for (String word : words) {
      boolean isLinked = whole.contains("glossary.md#" + anchors.get(word) + ")");
      if (!isLinked && pattern(word).matcher(running).find()) {
        missing.add(word);
      }
    }
    return missing;
  }

  /** Alone or in the plural, in a line or across two. */
  private static Pattern pattern(String word) {
    String parts =
        Pattern.compile(" ")
            .splitAsStream(word)
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    return Pattern.compile("(?i)(?<![\\w-])" + parts + "s?(?![\\w-])");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
