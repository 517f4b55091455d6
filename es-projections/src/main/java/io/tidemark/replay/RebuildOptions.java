package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.build.EventEdit;
import io.tidemark.replay.build.Point;
import io.tidemark.store.Shard;
import java.util.Objects;
import java.util.Optional;

/** How a rebuild goes about it. Immutable; each method gives a changed copy. */
public final class RebuildOptions {
  private static final RebuildOptions DEFAULTS =
      new RebuildOptions(
          1, Double.POSITIVE_INFINITY, true, Optional.empty(), SwitchPolicy.always());

  private final int workers;
  private final double maxRate;
  private final boolean switching;
  private final Optional<AsOf> until;
  private final SwitchPolicy policy;

  private RebuildOptions(
      int workers, double maxRate, boolean switching, Optional<AsOf> until, SwitchPolicy policy) {
    this.workers = workers;
    this.maxRate = maxRate;
    this.switching = switching;
    this.until = until;
    this.policy = policy;
  }

  /** One worker, as fast as can be, to the head, and then the switch. */
  public static RebuildOptions defaults() {
    return DEFAULTS;
  }

  /**
   * So many threads fold and write, each its share of the keys, on a connection of its own; reading
   * and decoding have threads beside them. A rebuild that is resumed keeps the number that it was
   * begun with.
   *
   * @throws IllegalArgumentException if it is not from 1 to {@link Shard#MAX_COUNT}
   */
  public RebuildOptions withWorkers(int number) {
    if (number < 1 || number > Shard.MAX_COUNT) {
      throw new IllegalArgumentException(
          "Invalid number of workers: expected 1 to %d, actual %d"
              .formatted(Shard.MAX_COUNT, number));
    }
    return new RebuildOptions(number, maxRate, switching, until, policy);
  }

  /**
   * At most so many events a second, to leave the database to others.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public RebuildOptions withMaxRate(double eventsPerSecond) {
    if (!(eventsPerSecond > 0)) {
      throw new IllegalArgumentException(
          "Invalid rate: expected more than 0 events a second, actual " + eventsPerSecond);
    }
    return new RebuildOptions(workers, eventsPerSecond, switching, until, policy);
  }

  /** Leaves the new rows beside the serving ones: to be compared, and switched to later. */
  public RebuildOptions withoutSwitch() {
    return new RebuildOptions(workers, maxRate, false, until, policy);
  }

  /**
   * Builds the rows as they were at a point, and leaves them beside the serving ones, as {@link
   * #withoutSwitch} does.
   *
   * @throws IllegalArgumentException if the point does not cut the log at one place
   */
  public RebuildOptions until(AsOf point) {
    Point.requireOfLog(point);
    return new RebuildOptions(workers, maxRate, false, Optional.of(point), policy);
  }

  /** Switches only if the new rows compare with the serving ones as this demands. */
  public RebuildOptions withPolicy(SwitchPolicy demanded) {
    return new RebuildOptions(
        workers, maxRate, switching, until, Objects.requireNonNull(demanded, "demanded"));
  }

  boolean isSwitching() {
    return switching;
  }

  Optional<AsOf> point() {
    return until;
  }

  SwitchPolicy policy() {
    return policy;
  }

  BuildPlan plan() {
    return new BuildPlan(workers, maxRate, EventEdit.NONE);
  }
}
