package io.tidemark.admin.text;

import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.projection.postgres.ShardStatus;
import io.tidemark.terminal.JsonLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a projection is and who runs it, as a JSON object; ages are seconds. */
public final class ProjectionJson {
  private static final double MILLIS = 1_000;

  private ProjectionJson() {}

  /**
   * The object; what there is none of is left out.
   *
   * @param rates how fast they are; the rate is left out if it is not known
   * @param isByShard whether to tell of each shard
   */
  public static JsonLine of(ProjectionStatus projection, ProjectionRates rates, boolean isByShard) {
    return new JsonLine()
        .with("name", projection.name())
        .with("state", projection.state().name())
        .with("position", projection.position())
        .with("head", projection.head())
        .with("lag", projection.lag())
        .with("age", seconds(projection.age()))
        .with("rate", rates.areKnown() ? Math.round(rates.of(projection)) : null)
        .with("parked", projection.parked())
        .with("runners", projection.runners())
        .with("missedSince", text(projection.missedSince().orElse(null)))
        .with("rebuilt", projection.rebuilt().isPresent() ? projection.rebuilt().getAsLong() : null)
        .with("error", projection.error().orElse(null))
        .with("shards", isByShard ? shards(projection, rates) : null);
  }

  private static List<ShownShard> shards(ProjectionStatus projection, ProjectionRates rates) {
    return projection.shards().stream().map(shard -> shown(projection, shard, rates)).toList();
  }

  private static ShownShard shown(
      ProjectionStatus projection, ShardStatus shard, ProjectionRates rates) {
    return new ShownShard(
        shard.shard().index(),
        shard.state().name(),
        shard.position(),
        Math.max(0, projection.head() - shard.position()),
        seconds(shard.age()),
        rates.areKnown() ? Math.round(rates.of(projection, shard)) : null,
        shard.runners(),
        text(shard.missedSince().orElse(null)),
        shard.error().orElse(null));
  }

  private static double seconds(Duration age) {
    return age.toMillis() / MILLIS;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private record ShownShard(
      int shard,
      String state,
      long position,
      long lag,
      double age,
      @Nullable Long rate,
      List<String> runners,
      @Nullable String missedSince,
      @Nullable String error) {}
}
