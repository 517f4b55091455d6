package io.tidemark.admin.text;

import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.projection.postgres.ShardStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast projections get on, by two looks at them. Immutable. */
public final class ProjectionRates {
  private static final double NANOS = 1e9;

  private final Map<String, Long> before;
  private final double seconds;

  private ProjectionRates(Map<String, Long> before, double seconds) {
    this.before = before;
    this.seconds = seconds;
  }

  /** Not known, since nobody has looked before. */
  public static ProjectionRates unknown() {
    return new ProjectionRates(Map.of(), 0);
  }

  /** Since somebody looked so long ago. */
  public static ProjectionRates since(List<ProjectionStatus> before, long nanos) {
    Map<String, Long> positions = new HashMap<>();
    for (ProjectionStatus projection : before) {
      positions.put(projection.name(), projection.position());
      projection.shards().forEach(shard -> positions.put(key(projection, shard), shard.position()));
    }
    return new ProjectionRates(positions, nanos / NANOS);
  }

  boolean areKnown() {
    return seconds > 0;
  }

  /** Positions per second. */
  double of(ProjectionStatus projection) {
    return rate(projection.name(), projection.position());
  }

  double of(ProjectionStatus projection, ShardStatus shard) {
    return rate(key(projection, shard), shard.position());
  }

  private double rate(String key, long position) {
    return areKnown() ? Math.max(0, position - before.getOrDefault(key, position)) / seconds : 0;
  }

  private static String key(ProjectionStatus projection, ShardStatus shard) {
    return projection.name() + " " + shard.shard();
  }
}
