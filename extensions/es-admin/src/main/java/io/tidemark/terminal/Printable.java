package io.tidemark.terminal;

import java.util.regex.Pattern;

/** Keeps what somebody else wrote from moving the cursor, or turning the direction of the text. */
final class Printable {
  private static final String UNPRINTABLE = "\\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069";
  private static final Pattern ANY = Pattern.compile("[" + UNPRINTABLE + "]");

  /** Colours of {@link Style} may pass, and the tabs of a stack trace. */
  private static final Pattern NO_STYLE =
      Pattern.compile("(?!\u001B\\[\\d+m|\t)[" + UNPRINTABLE + "]");

  /** JSON escapes the other control characters itself, and has line breaks between its words. */
  private static final Pattern NOT_IN_JSON =
      Pattern.compile("[" + UNPRINTABLE + "&&[^\u0000-\u001F]]");

  private Printable() {}

  /** The text on one line, with a question mark for each such character. */
  static String of(String text) {
    return ANY.matcher(text).replaceAll("?");
  }

  /** The same JSON with an escape sequence of JSON for each such character in its strings. */
  static String escaped(String json) {
    return NOT_IN_JSON
        .matcher(json)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** The same for text that is styled already. */
  static String styled(String text) {
    return NO_STYLE.matcher(text).replaceAll("?");
  }
}
