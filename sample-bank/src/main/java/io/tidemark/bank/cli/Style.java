package io.tidemark.bank.cli;

/** How words are set off: by colour on a terminal, not at all elsewhere. */
enum Style {
  /** ANSI escape sequences. */
  COLOURED,
  /** Nothing but the text. */
  PLAIN;

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String cyan(String text) {
    return in("36", text);
  }

  private String in(String code, String text) {
    return this == COLOURED ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
