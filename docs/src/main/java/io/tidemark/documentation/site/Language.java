package io.tidemark.documentation.site;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the words of a language are told apart, well enough for reading it. */
enum Language {
  JAVA(
      "/\\*[\\s\\S]*?\\*/|//[^\\n]*",
      "@\\w+",
      "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
      words(
          "abstract assert boolean break byte case catch char class continue default do double else"
              + " enum extends false final finally float for fun if implements import in instanceof"
              + " int interface long native new null object override package permits private"
              + " protected public record return sealed short static super switch synchronized this"
              + " throw throws transient true try val var void volatile when while yield"),
      "\\b[A-Z]\\w*[a-z]\\w*\\b"),
  SQL(
      "--[^\\n]*|/\\*[\\s\\S]*?\\*/",
      "\\$\\w*\\$",
      "'(?:''|[^'])*'",
      anyCase(
          "add all alter and any array as asc begin between by case cast check collate column"
              + " commit conflict constraint create cross declare default delete desc distinct do"
              + " drop else elsif end exception execute exists for foreign from function grant group"
              + " having if in index insert into is join key language left lateral like limit lock"
              + " loop not null nulls on only or order over partition perform plpgsql primary"
              + " privileges public raise references replace return returning returns revoke role"
              + " rollback schema security select sequence set setof strict table then to true"
              + " false trigger union unique update usage using values view volatile stable when"
              + " where with"),
      anyCase("text bigint integer int smallint numeric boolean uuid timestamptz json jsonb")),
  SHELL(
      "(?<!\\S)#[^\\n]*",
      "\\$\\{[^}]*\\}|\\$\\w+|(?<=\\s)--?[A-Za-z][\\w.-]*",
      "\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'",
      words("if then else fi for in do done while case esac export cd"),
      "(?m:^(?:\\$ )?[\\w./-]+(?=\\s|$))"),
  XML("<!--[\\s\\S]*?-->", "[\\w:-]+(?==\")", "\"[^\"]*\"", "</?[\\w:.-]+|/?>", "\\$\\{[^}]*\\}"),
  DATA(
      "(?m:^\\s*#[^\\n]*)",
      "\"[^\"\\n]*\"(?=\\s*:)|(?m:^\\s*[\\w.-]+(?=\\s*[:=]))",
      "\"(?:\\\\.|[^\"\\\\\\n])*\"",
      words("true false null"),
      "(?!)");

  private static final Map<String, Language> BY_NAME =
      Map.ofEntries(
          Map.entry("java", JAVA),
          Map.entry("kotlin", JAVA),
          Map.entry("kt", JAVA),
          Map.entry("sql", SQL),
          Map.entry("sh", SHELL),
          Map.entry("bash", SHELL),
          Map.entry("console", SHELL),
          Map.entry("xml", XML),
          Map.entry("html", XML),
          Map.entry("json", DATA),
          Map.entry("yaml", DATA),
          Map.entry("yml", DATA),
          Map.entry("properties", DATA));

  private final Pattern pattern;

  Language(String comment, String meta, String string, String keyword, String type) {
    this.pattern =
        Pattern.compile(
            "(?<comment>%s)|(?<meta>%s)|(?<string>%s)|(?<keyword>%s)|(?<type>%s)|(?<number>%s)"
                .formatted(
                    comment, meta, string, keyword, type, "\\b\\d[\\d_]*(?:\\.\\d+)?[LlFfDd]?\\b"));
  }

  /** The language that a fence or the ending of a file names; empty if it is not known. */
  static Optional<Language> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Finds words; the group that matches says what they are: see {@link Highlighter}. */
  Pattern pattern() {
    return pattern;
  }

  private static String words(String words) {
    return "\\b(?:" + words.replace(' ', '|') + ")\\b";
  }

  private static String anyCase(String words) {
    return "(?i:" + words(words) + ")";
  }
}
