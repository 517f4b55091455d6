package io.tidemark.admin.cli.option;

import io.tidemark.AsOf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The point in the history of one stream at which a command looks, if it is not now; a mixin. */
public final class StreamAsOfOptions extends PointOptions {
  @ArgGroup private @Nullable StreamPoint point;

  /** Not asked for yet. */
  public StreamAsOfOptions() {}

  @Override
  @Nullable LogPoint told() {
    return point;
  }

  /** One at a time; an argument group. */
  static final class StreamPoint extends LogPoint {
    @Option(
        names = "--at-version",
        paramLabel = "N",
        converter = Count.class,
        description = "after its first N events")
    private @Nullable Long version;

    @Override
    AsOf asOf(ZoneOption zone, Consumer<String> notes) {
      return version != null ? AsOf.version(version) : super.asOf(zone, notes);
    }
  }
}
