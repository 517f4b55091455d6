package io.tidemark.terminal;

/** How words are set off: by colour on a terminal, not at all elsewhere. */
public enum Style {
  /** ANSI escape sequences. */
  COLOURED,
  /** Nothing but the text. */
  PLAIN;

  /** Set off as a heading. */
  public String bold(String text) {
    return in("1", text);
  }

  /** Less important than what is around it. */
  public String dim(String text) {
    return in("2", text);
  }

  /** All is well. */
  public String green(String text) {
    return in("32", text);
  }

  /** Something is wrong. */
  public String red(String text) {
    return in("31", text);
  }

  /** Of another kind than what is around it, such as code. */
  public String cyan(String text) {
    return in("36", text);
  }

  private String in(String code, String text) {
    return this == COLOURED ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
