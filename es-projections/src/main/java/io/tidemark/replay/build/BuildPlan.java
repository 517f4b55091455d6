package io.tidemark.replay.build;

import java.util.Objects;

/**
 * How rows are to be built.
 *
 * @param workers how many threads fold and write, each its share of the keys; at least 1
 * @param maxRate most events a second; {@link Double#POSITIVE_INFINITY} for as many as can be
 * @param edit what is changed in the log on the way
 */
public record BuildPlan(int workers, double maxRate, EventEdit edit) {
  /** One worker, as fast as can be, the log as it is. */
  public static final BuildPlan PLAIN = new BuildPlan(1, Double.POSITIVE_INFINITY, EventEdit.NONE);

  /** Refuses null. */
  public BuildPlan {
    Objects.requireNonNull(edit, "edit");
  }

  /** The same with another change of the log. */
  public BuildPlan with(EventEdit other) {
    return new BuildPlan(workers, maxRate, other);
  }
}
