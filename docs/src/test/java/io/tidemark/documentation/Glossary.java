package io.tidemark.documentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The terms of the glossary, and the pages that use one before they lead to its entry. */
final class Glossary {
  private static final Pattern ENTRY =
      Pattern.compile("<a id=\"([^\"]+)\"></a>\\*\\*([^*]+)\\*\\*");
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern NO_PROSE = Pattern.compile("^(#|\\s*\\||\\s*<!--).*");
  private static final Pattern FENCE = Pattern.compile("^\\s*```.*");
  private static final Pattern NAME = Pattern.compile("[a-z]+[A-Z]\\w*");

  private record Term(String word, String anchor) {
    /** Where the word is used: in the plural too, over the end of a line, a name as code. */
    Pattern use() {
      if (isName()) {
        return Pattern.compile("`" + word + "`");
      }
      String words =
          Arrays.stream(word.split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
      return Pattern.compile(
          "(?<![\\w-])" + words + "(?:e?s)?(?![\\w-])", Pattern.CASE_INSENSITIVE);
    }

    boolean isName() {
      return NAME.matcher(word).matches();
    }
  }

  private final List<Term> terms;

  private Glossary(List<Term> terms) {
    this.terms = terms;
  }

  /**
   * The terms of a glossary but for those that are everyday words too, and so mean something else
   * in many a sentence.
   *
   * @throws IllegalArgumentException if the glossary does not have one of the everyday words
   */
  static Glossary of(String glossary, Set<String> everyday) {
    List<Term> terms = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(everyday);
    for (MatchResult entry : ENTRY.matcher(glossary).results().toList()) {
      if (!unknown.remove(entry.group(2))) {
        terms.add(new Term(entry.group(2), entry.group(1)));
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("Not in the glossary: " + unknown);
    }
    return new Glossary(terms);
  }

  /**
   * The terms whose first use in the prose of a page is neither in the text of a link nor behind a
   * link to their entry, as {@code line: term}. Headings, tables and code are no prose.
   */
  List<String> firstUsesNotLinked(String page) {
    String prose = prose(page);
    List<MatchResult> links = LINK.matcher(prose).results().toList();
    String text = LINK.matcher(prose).replaceAll(link -> quoted("[" + link.group(1) + "]", link));
    String withoutCode = CODE.matcher(text).replaceAll(Glossary::blank);
    List<String> findings = new ArrayList<>();
    for (Term term : terms) {
      Matcher use = term.use().matcher(term.isName() ? text : withoutCode);
      if (use.find() && links.stream().noneMatch(link -> leads(link, term, use))) {
        long line = 1 + prose.substring(0, use.start()).chars().filter(c -> c == '\n').count();
        findings.add("%d: %s".formatted(line, term.word()));
      }
    }
    return findings;
  }

  private static boolean leads(MatchResult link, Term term, Matcher use) {
    boolean isAround = link.start() < use.start() && use.end() <= link.end();
    return isAround
        || (link.start() < use.start() && link.group(2).endsWith("glossary.md#" + term.anchor()));
  }

  /** With blanks in the place of everything else, so that lines and columns stay. */
  private static String prose(String page) {
    List<String> lines = new ArrayList<>();
    boolean isCode = false;
    for (String line : page.lines().toList()) {
      boolean isFence = FENCE.matcher(line).matches();
      boolean isProse = !isCode && !isFence && !NO_PROSE.matcher(line).matches();
      lines.add(isProse ? line : " ".repeat(line.length()));
      isCode ^= isFence;
    }
    return String.join("\n", lines);
  }

  private static String quoted(String text, MatchResult replaced) {
    String rest = " ".repeat(replaced.group().length() - text.length());
    return Matcher.quoteReplacement(text + rest);
  }

  private static String blank(MatchResult code) {
    return code.group().replaceAll("[^\n]", " ");
  }
}
