package io.tidemark.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * How wide text is on a terminal. An ideograph and most emoji take two columns, a combining accent
 * none. The text holds no escape sequences: cut and wrap first, colour afterwards.
 */
public final class TextWidth {
  private static final String ELLIPSIS = "\u2026";

  private TextWidth() {}

  /** The columns that this text takes on one line. */
  public static int of(String text) {
    int columns = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      columns += widthAt(text, at);
    }
    return columns;
  }

  /** The text if it fits into so many columns, else as much of its beginning as does, and "…". */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    return columns < 1 ? "" : text.substring(0, fitting(text, columns - 1)) + ELLIPSIS;
  }

  /** As {@link #cut}, with "…" in the middle, so that the end can be seen too. */
  public static String cutMiddle(String text, int columns) {
    if (of(text) <= columns || columns < 3) {
      return cut(text, columns);
    }
    int tail = (columns - 1) / 2;
    int from = text.length();
    for (int at = 0; at < text.length() && from == text.length(); at = next(text, at)) {
      from = of(text.substring(at)) <= tail ? at : from;
    }
    return text.substring(0, fitting(text, columns - 1 - tail)) + ELLIPSIS + text.substring(from);
  }

  /** Whether a text looks as if something of it was cut. */
  public static boolean isCut(String text) {
    return text.contains(ELLIPSIS);
  }

  /**
   * The text on lines that fit into so many columns, broken at spaces; a word that is wider than a
   * line is broken too, if possible beside a character that is no letter or digit. At least one
   * line.
   *
   * @param columns at least 2, so that a line has room for any character
   */
  public static List<String> wrap(String text, int columns) {
    if (columns < 2) {
      throw new IllegalArgumentException(
          "Invalid width: expected at least 2 columns, actual " + columns);
    }
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (of(rest) > columns) {
      int end = end(rest, fitting(rest, columns));
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    if (!rest.isEmpty() || lines.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }

  /** Where to break a text of which so many characters fit. */
  private static int end(String text, int fitting) {
    int space = text.lastIndexOf(' ', fitting);
    if (space > 0 && !text.substring(0, space).isBlank()) {
      return space;
    }
    for (int at = fitting; at > fitting / 2; at--) {
      if (isPunctuation(text.charAt(at - 1)) && !isPunctuation(text.charAt(at))) {
        return at;
      }
    }
    return fitting;
  }

  private static boolean isPunctuation(char character) {
    return "().,;:/=&?-".indexOf(character) >= 0;
  }

  /** How many characters from the beginning fit. */
  private static int fitting(String text, int columns) {
    int at = 0;
    for (int used = 0; at < text.length(); at = next(text, at)) {
      used += widthAt(text, at);
      if (used > columns) {
        return at;
      }
    }
    return at;
  }

  private static int next(String text, int at) {
    return at + Math.max(1, WCWidth.charCountForGraphemeCluster(text, at));
  }

  /** A control character has no width of its own. */
  private static int widthAt(String text, int at) {
    return Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, at));
  }
}
