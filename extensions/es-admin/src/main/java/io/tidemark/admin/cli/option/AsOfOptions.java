package io.tidemark.admin.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;

/** The point in history at which a command looks, if it is not now; a mixin. */
public final class AsOfOptions extends PointOptions {
  @ArgGroup private @Nullable LogPoint point;

  /** Not asked for yet. */
  public AsOfOptions() {}

  @Override
  @Nullable LogPoint told() {
    return point;
  }
}
