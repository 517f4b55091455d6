package io.tidemark.admin.cli;

/** The point in history at which a command looks, if it is not now; an argument group. */
public final class AsOfOptions extends PointOptions {
  /** Not asked for yet. */
  public AsOfOptions() {}
}
