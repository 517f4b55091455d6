package io.tidemark.stage;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.time.Micros;
import io.tidemark.row.RowComponent;
import io.tidemark.row.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Pairs of elements with equal values in a component, of which the second happened within a time of
 * the first.
 */
record Paired<Q, S, R>(
    Side<Q> left,
    Side<S> right,
    Duration from,
    Duration through,
    BiFunction<? super Q, ? super S, ? extends R> both,
    String name)
    implements Elements<R> {
  private static final int KEY = 0;
  private static final int TIME = 1;
  private static final int RECORDED = 2;
  private static final int POSITION = 3;
  private static final int RECORD = 4;
  private static final int WIDTH = 5;

  /** One of the two. */
  record Side<Q>(Elements<Q> elements, KeptRecord<Q> kept, RowComponent component) {
    private Plan plan(Numbering sources) {
      return elements.plan(sources, Shape.of(WIDTH, this::row));
    }

    @SuppressWarnings("unchecked") // the column has these elements
    private Tuple row(Tuple element) {
      Q value = (Q) Objects.requireNonNull(element.get(Shape.ELEMENT));
      Object key = component.value(value);
      return Tuple.of(
          key == null ? null : StoredValue.stateOf(component, component.kind().keyForm(key)),
          element.get(Shape.OCCURRED),
          element.get(Shape.RECORDED),
          element.get(Shape.POSITION),
          kept.tuple(value));
    }

    private String inWords() {
      return "%s %s by %s".formatted(elements.inWords(), kept.inWords(), component.name());
    }
  }

  @Override
  public boolean isLasting() {
    return true;
  }

  @Override
  public boolean isOneOfEvent() {
    return false;
  }

  @Override
  public String inWords() {
    return "%s paired with %s from %s through %s later to %s"
        .formatted(left.inWords(), right.inWords(), from, through, name);
  }

  @Override
  public Stream<Object> code() {
    return Stream.concat(
        Stream.concat(left.elements.code(), right.elements.code()), Stream.of(both));
  }

  @Override
  public Plan plan(Numbering sources, Shape shape) {
    Plan pairs =
        new Plan.IntervalJoin(
            left.plan(sources),
            right.plan(sources),
            List.of(KEY),
            List.of(KEY),
            TIME,
            TIME,
            -Micros.of(from.negated()),
            Micros.of(through));
    return new Plan.Expand(pairs, shape.width(), row -> shape.rows().apply(element(row)));
  }

  /** A pair happened, and was recorded, when both of it were. */
  private Tuple element(Tuple row) {
    R pair = both.apply(left.kept.in(row, RECORD), right.kept.in(row, WIDTH + RECORD));
    return Tuple.of(
        Objects.requireNonNull(pair, name),
        this.<Instant>later(row, TIME),
        this.<Instant>later(row, RECORDED),
        this.<Long>later(row, POSITION));
  }

  @SuppressWarnings("unchecked") // both sides have the same kind of value there
  private <T extends Comparable<T>> T later(Tuple row, int column) {
    T one = (T) Objects.requireNonNull(row.get(column));
    T other = (T) Objects.requireNonNull(row.get(WIDTH + column));
    return one.compareTo(other) < 0 ? other : one;
  }
}
