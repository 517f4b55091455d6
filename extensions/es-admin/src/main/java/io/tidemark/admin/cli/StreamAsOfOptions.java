package io.tidemark.admin.cli;

import io.tidemark.AsOf;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The point in the history of one stream at which a command looks, if it is not now; an argument
 * group.
 */
public final class StreamAsOfOptions extends PointOptions {
  @Option(
      names = "--at-version",
      paramLabel = "N",
      converter = Count.class,
      description = "after its first N events")
  private @Nullable Long version;

  /** Not asked for yet. */
  public StreamAsOfOptions() {}

  @Override
  public AsOf asOf() {
    return version != null ? AsOf.version(version) : super.asOf();
  }
}
