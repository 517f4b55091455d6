package io.tidemark.admin.cli.option;

import io.tidemark.terminal.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much of a list is shown, and how wide; a mixin. */
public final class PageOptions {
  /** Fits a terminal that one can still scroll. */
  public static final int PAGE = 50;

  @ArgGroup private @Nullable HowMany howMany;

  @Mixin private WideOption wide = new WideOption();

  /** Either the first or the last. */
  static final class HowMany {
    @Option(
        names = "--limit",
        paramLabel = "N",
        converter = PointOptions.Count.class,
        description = "at most N")
    private @Nullable Long limit;

    @Option(
        names = "--last",
        paramLabel = "N",
        converter = PointOptions.Count.class,
        description = "the last N by time, the latest at the end")
    private @Nullable Long last;
  }

  /** Not asked for yet. */
  public PageOptions() {}

  /** Whether a page is shown there: to people who have not said how much they want. */
  public boolean isPaged(Output out, JsonOption json) {
    return !isCounted() && out.isTerminal() && !json.isAskedFor();
  }

  /** Whether the user has said how many. */
  public boolean isCounted() {
    return howMany != null;
  }

  /** At most so many; null if that was not asked for. */
  public @Nullable Long limit() {
    return howMany == null ? null : howMany.limit;
  }

  /** The last so many; null if that was not asked for. */
  public @Nullable Long last() {
    return howMany == null ? null : howMany.last;
  }

  /** How many columns a line may take there. */
  public int columns(Output out) {
    return wide.columns(out);
  }
}
