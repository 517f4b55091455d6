package io.tidemark.projection.postgres;

/** Which version of a projection's rows. */
public enum Slot {
  /** The one that queries see. Its word in the database is from before it was called so. */
  SERVING("live", ""),
  /** The one that a rebuild makes. */
  REBUILD("rebuild", "_rebuild");

  private final String text;
  private final String suffix;

  Slot(String text, String suffix) {
    this.text = text;
    this.suffix = suffix;
  }

  /** As the checkpoint table has it. */
  String text() {
    return text;
  }

  String table(String projection) {
    return projection + suffix;
  }
}
