package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.store.Shard;
import java.util.List;
import java.util.OptionalInt;

/**
 * How shards divide the work of a plan: where they can, what each remembers is of its own groups,
 * and else of all of them. The time is remembered by each. Immutable and thread-safe.
 */
public final class Division {
  private static final Shard ANY = new Shard(0, 2);

  private final boolean isDivided;
  private final List<int[]> ownersByOperator;

  private Division(boolean isDivided, List<int[]> ownersByOperator) {
    this.isDivided = isDivided;
    this.ownersByOperator = ownersByOperator;
  }

  /**
   * Of a plan.
   *
   * @throws IllegalArgumentException if it cannot be carried out
   */
  public static Division of(Plan plan) {
    Operators operators = new Operators(new MemoryState());
    operators.next(); // the time
    new Assembly(operators, ANY).node(plan);
    return new Division(isDivided(plan), operators.owners());
  }

  /** Whether there is anything by which shards can divide the work; makes no nodes to say so. */
  public static boolean isDivided(Plan plan) {
    return !Partition.of(plan).isNone();
  }

  /** Whether each shard does a part of the work, and makes rows of its own only. */
  public boolean isDivided() {
    return isDivided;
  }

  /** Which of so many shards remembers what is of a group; none if each of them does. */
  public OptionalInt shardOf(int operator, Tuple group, int shards) {
    int[] owners = ownersByOperator.get(operator);
    return owners.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Shard.indexOf(OfShard.text(group.pick(owners)), shards));
  }
}
