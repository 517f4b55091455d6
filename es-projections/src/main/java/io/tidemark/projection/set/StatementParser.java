package io.tidemark.projection.set;

import io.tidemark.projection.set.StatementPart.Place;
import io.tidemark.projection.set.StatementPart.Quoted;
import io.tidemark.projection.set.StatementPart.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the placeholders of a statement. Of SQL it knows what could hide one, and no more. */
final class StatementParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<quoted>(?<!\\w)[eE]'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'"
              + "|'[^']*+(?:''[^']*+)*+'"
              + "|\"[^\"]*+(?:\"\"[^\"]*+)*+\""
              + "|(?<!\\w)(?<tag>\\$(?:[A-Za-z_]\\w*)?\\$).*?\\k<tag>)"
              + "|(?<comment>--[^\\n]*|/\\*.*?\\*/)"
              + "|(?<cast>::)"
              + "|(?<place>:[A-Za-z_]\\w*)"
              + "|(?<end>;)",
          Pattern.DOTALL);

  private final String projection;
  private final List<StatementPart> parts = new ArrayList<>();
  private boolean ended;

  /**
   * For one statement.
   *
   * @param projection whose it is, for messages
   */
  StatementParser(String projection) {
    this.projection = projection;
  }

  List<StatementPart> parts(String sql) {
    Matcher token = TOKEN.matcher(Objects.requireNonNull(sql, "sql"));
    int at = 0;
    while (token.find()) {
      add(new Words(sql.substring(at, token.start())));
      add(token);
      at = token.end();
    }
    add(new Words(sql.substring(at)));
    requirePlaces();
    return List.copyOf(parts);
  }

  private void add(Matcher token) {
    String text = token.group();
    if (token.group("end") != null) {
      ended = true;
    } else if (token.group("comment") != null) {
      requireSimple(text);
      add(new Words(" "));
    } else if (token.group("place") != null) {
      add(place(text));
    } else {
      add(token.group("quoted") == null ? new Words(text) : new Quoted(text));
    }
  }

  private void add(StatementPart part) {
    if (ended && !part.normalized().isBlank()) {
      throw invalid("one statement", "more behind a semicolon");
    }
    parts.add(part);
  }

  private Place place(String text) {
    return Arrays.stream(Place.values())
        .filter(place -> place.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> invalid("one of " + Arrays.toString(Place.values()), text));
  }

  /** The server would look for the end of each, and so see another text than this does. */
  private void requireSimple(String comment) {
    if (comment.indexOf("/*", 2) >= 0 && comment.startsWith("/*")) {
      throw invalid("no comment in a comment", comment);
    }
  }

  private void requirePlaces() {
    List<Place> found =
        parts.stream().filter(Place.class::isInstance).map(Place.class::cast).toList();
    if (!found.contains(Place.TABLE) || found.stream().noneMatch(Place::isRange)) {
      throw invalid(":table to write to, and :log or :events to read", found.toString());
    }
  }

  private IllegalArgumentException invalid(String expected, String actual) {
    return new IllegalArgumentException(
        "Invalid statement of projection %s: expected %s, actual %s"
            .formatted(projection, expected, actual));
  }
}
