package io.tidemark.projection.postgres;

import java.util.Locale;

/** Which version of a projection's rows. */
public enum Slot {
  /** The one that queries see. */
  LIVE(""),
  /** The one that a rebuild makes. */
  REBUILD("_rebuild");

  /** What the switch leaves of the version before. */
  public static final String PREVIOUS_SUFFIX = "_previous";

  private final String suffix;

  Slot(String suffix) {
    this.suffix = suffix;
  }

  /** As the checkpoint table has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String table(String projection) {
    return projection + suffix;
  }
}
