package io.tidemark.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;

/**
 * Arrays of text in the text form that PostgreSQL reads, for where one array is an element of
 * another: arrays within arrays would have to be of one length.
 *
 * <p>Not API.
 */
public final class TextArray {
  private TextArray() {}

  /** These texts, sorted by their characters. */
  public static String of(Stream<String> texts) {
    return texts.sorted().map(TextArray::quoted).collect(joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
