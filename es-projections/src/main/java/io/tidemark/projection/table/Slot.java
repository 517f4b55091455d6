package io.tidemark.projection.table;

/** Which version of a projection's rows. */
public enum Slot {
  /** The one that queries see. Its word in the database is from before it was called so. */
  SERVING("live", ""),
  /** The one that a rebuild makes. */
  REBUILD("rebuild", "_rebuild"),
  /** The one that served before the last switch. */
  PREVIOUS("previous", "_previous"),
  /** One that is made to be compared, and then dropped. */
  SCRATCH("scratch", "_scratch");

  private final String text;
  private final String suffix;

  Slot(String text, String suffix) {
    this.text = text;
    this.suffix = suffix;
  }

  /** As the checkpoint table has it. */
  public String text() {
    return text;
  }

  String table(String projection) {
    return projection + suffix;
  }
}
