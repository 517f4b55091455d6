package io.tidemark.admin.text;

import io.tidemark.replay.RebuildEstimate;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.util.Map;

/** What a replay did, or would cost. */
public final class RebuildText {
  private static final double MILLIS = 1_000;

  private RebuildText() {}

  /** What replays would cost, a line for each projection. */
  public static Table table(Map<String, RebuildEstimate> estimates) {
    Table table = Table.of("~PROJECTION", ">POSITIONS", ">EVENTS", ">ROWS", "ABOUT");
    estimates.forEach(
        (name, estimate) ->
            table.row(
                name,
                estimate.positions(),
                estimate.events(),
                estimate.rows(),
                Amount.time(estimate.duration())));
    return table;
  }

  /** What a replay would cost; the time in seconds. */
  public static JsonLine json(String name, RebuildEstimate estimate) {
    return new JsonLine()
        .with("name", name)
        .with("positions", estimate.positions())
        .with("events", estimate.events())
        .with("rows", estimate.rows())
        .with("seconds", estimate.duration().toMillis() / MILLIS);
  }

  /** What a replay did. */
  public static JsonLine json(String name, RebuildProgress done, boolean switched) {
    return new JsonLine()
        .with("name", name)
        .with("position", done.position())
        .with("resumedFrom", done.resumedFrom())
        .with("rate", Math.round(done.positionsPerSecond()))
        .with("switched", switched);
  }
}
