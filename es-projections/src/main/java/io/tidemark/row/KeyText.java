package io.tidemark.row;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several values as one text: with commas between them, and in quotes where one could be taken for
 * something else, as in a line of CSV (RFC 4180).
 */
final class KeyText {
  private KeyText() {}

  static String joined(List<String> parts) {
    return parts.stream().map(KeyText::quoted).collect(joining(","));
  }

  static String quoted(String part) {
    boolean isPlain = part.indexOf(',') < 0 && !part.startsWith("\"");
    return isPlain ? part : '"' + part.replace("\"", "\"\"") + '"';
  }

  /** Says what was expected of a text that is none. */
  static List<String> parts(String text) {
    return partsOrNothing(text).stream().map(part -> part.orElse("")).toList();
  }

  /** The same; nothing where there is nothing, not even quotes. */
  static List<Optional<String>> partsOrNothing(String text) {
    List<Optional<String>> parts = new ArrayList<>();
    int at = 0;
    while (at <= text.length()) {
      StringBuilder part = new StringBuilder();
      boolean isQuoted = text.startsWith("\"", at);
      at = isQuoted ? readQuoted(text, at, part) : readPlain(text, at, part);
      parts.add(Optional.of(part.toString()).filter(some -> isQuoted || !some.isEmpty()));
      at++;
    }
    return parts;
  }

  private static int readPlain(String text, int from, StringBuilder part) {
    int comma = text.indexOf(',', from);
    int end = comma < 0 ? text.length() : comma;
    part.append(text, from, end);
    return end;
  }

  /** A quote that is doubled is one of the value. */
  private static int readQuoted(String text, int from, StringBuilder part) {
    int at = from + 1;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new IllegalArgumentException(
            "expected a closing quote, actual none in '" + text + "'");
      }
      part.append(text, at, quote);
      if (!text.startsWith("\"", quote + 1)) {
        return requireComma(text, quote + 1);
      }
      part.append('"');
      at = quote + 2;
    }
  }

  private static int requireComma(String text, int end) {
    if (end < text.length() && text.charAt(end) != ',') {
      throw new IllegalArgumentException(
          "expected a comma after the closing quote, actual '%s'".formatted(text.substring(end)));
    }
    return end;
  }
}
