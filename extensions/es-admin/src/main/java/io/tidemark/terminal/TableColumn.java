package io.tidemark.terminal;

/**
 * A column of a table.
 *
 * @param name its heading
 * @param kind what becomes of its cells
 */
record TableColumn(String name, Kind kind) {
  enum Kind {
    TEXT,
    FIGURES,
    WHOLE,
    NAMES
  }

  /** As its heading says, see {@link Table}. */
  static TableColumn of(String heading) {
    return switch (heading.charAt(0)) {
      case '>' -> new TableColumn(heading.substring(1), Kind.FIGURES);
      case '=' -> new TableColumn(heading.substring(1), Kind.WHOLE);
      case '~' -> new TableColumn(heading.substring(1), Kind.NAMES);
      default -> new TableColumn(heading, Kind.TEXT);
    };
  }

  /** Whether a cell may be shown in part. */
  boolean isCut() {
    return kind == Kind.TEXT || kind == Kind.NAMES;
  }

  String cut(String cell, int width) {
    return switch (kind) {
      case TEXT -> TextWidth.cut(cell, width);
      case NAMES -> TextWidth.cutMiddle(cell, width);
      case FIGURES, WHOLE -> cell;
    };
  }

  /** With spaces up to this width, if it is not wider already. */
  String padded(String cell, int width) {
    String padding = " ".repeat(Math.max(0, width - TextWidth.of(cell)));
    return kind == Kind.FIGURES ? padding + cell : cell + padding;
  }
}
