package io.tidemark.stage;

import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Elements that are paired with those of another stage that have an equal value in a component;
 * says next how near they are in time. Immutable and thread-safe.
 *
 * @param <R> the elements
 * @param <S> the others
 */
public final class PairJoin<R, S> {
  private final Paired.Side<R> left;
  private final Paired.Side<S> right;

  PairJoin(Paired.Side<R> left, Paired.Side<S> right) {
    this.left = left;
    this.right = right;
  }

  /**
   * Pairs whose second one happened at the time of the first, or up to this time later, that
   * included; whichever was recorded first.
   *
   * @throws IllegalArgumentException if the time is negative, or longer than 100,000 days
   */
  public Within<R, S> within(Duration later) {
    return between(Duration.ZERO, later);
  }

  /**
   * Pairs whose second one happened from the first of these times after the first one through the
   * second of them, both included. A time that is negative is one before.
   *
   * @throws IllegalArgumentException if the second is less than the first, or one of them is longer
   *     than 100,000 days
   */
  public Within<R, S> between(Duration from, Duration through) {
    Micros.bounded("time between paired elements", from);
    Micros.bounded("time between paired elements", through);
    if (from.compareTo(through) > 0) {
      throw new IllegalArgumentException(
          "Invalid time between paired elements: expected at least %s, actual %s"
              .formatted(from, through));
    }
    return new Within<>(this, from, through);
  }

  /**
   * Says next what is made of a pair. Immutable and thread-safe.
   *
   * @param <R> the elements
   * @param <S> the others
   */
  public static final class Within<R, S> {
    private final PairJoin<R, S> join;
    private final Duration from;
    private final Duration through;

    private Within(PairJoin<R, S> join, Duration from, Duration through) {
      this.join = join;
      this.from = from;
      this.through = through;
    }

    /**
     * What is made of a pair. It happened when the later one did. Must depend on its arguments
     * only, and never give null.
     */
    public <T> Stage<T> map(Class<T> type, BiFunction<? super R, ? super S, ? extends T> function) {
      return new Stage<>(
          type,
          new Paired<>(
              join.left,
              join.right,
              from,
              through,
              Objects.requireNonNull(function, "function"),
              type.getSimpleName()));
    }
  }
}
