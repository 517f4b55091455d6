package io.tidemark.bank.berka;

/** A line is not a row of the format; the message says why. */
public final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRowException(String reason) {
    super(reason);
  }

  /** Names the field, what was expected, and the beginning of what was there. */
  static MalformedRowException ofField(String name, String expected, String actual) {
    return new MalformedRowException(
        "invalid %s: expected %s, actual '%s'".formatted(name, expected, shortened(actual)));
  }

  private static String shortened(String text) {
    return shortened(text, 40);
  }

  /** The beginning of a text, as it can be printed. */
  static String shortened(String text, int longest) {
    String printable = text.replaceAll("[\\p{Cntrl}\uFFFD]", "?");
    return printable.length() > longest ? printable.substring(0, longest) + "..." : printable;
  }
}
