package io.tidemark.window;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Tuple;
import io.tidemark.row.RowComponent;
import io.tidemark.row.StoredValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an accumulator makes of events, in the form in which stages remember it.
 *
 * @param column of the rows, with an event
 */
record StateOfEvents<E>(AddedUp<E> part, RowComponent component, int column)
    implements Aggregation {
  /** What is remembered of an accumulator that has nothing yet. */
  private static final Tuple NOTHING = Tuple.EMPTY;

  @Override
  @SuppressWarnings("unchecked") // the column has the events of the source
  public Object add(@Nullable Object state, Tuple row) {
    return stateOf(part.add(valueOf(state), (E) Objects.requireNonNull(row.get(column), "event")));
  }

  @Override
  public Object merge(Object first, Object second) {
    Object some = valueOf(first);
    Object others = valueOf(second);
    if (some == null) {
      return second;
    }
    return others == null ? first : stateOf(part.merge(some, others));
  }

  /**
   * Not where the order of events matters: then only the first ones can be forgotten, not any one.
   */
  @Override
  public boolean canRemove() {
    return part.accumulator().canForget() && !part.accumulator().isOrdered();
  }

  @Override
  public Object remove(Object state, Tuple row) {
    return without(state, add(null, row));
  }

  @Override
  public boolean isSketch() {
    return part.accumulator().isSketch();
  }

  @Override
  public @Nullable Object result(@Nullable Object state) {
    return state;
  }

  Object without(Object whole, Object some) {
    Object all = valueOf(whole);
    Object gone = valueOf(some);
    return all == null || gone == null ? whole : stateOf(part.without(all, gone));
  }

  private Object stateOf(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    }
    return StoredValue.stateOf(component, value);
  }

  /** The value of a state, as the accumulator takes it and a row holds it. */
  @Nullable Object valueOf(@Nullable Object state) {
    return state == null || state.equals(NOTHING) ? null : StoredValue.valueOf(component, state);
  }

  /** The same of rows in which this was made of single events already. */
  Aggregation merging(int states) {
    return new Merging(this, states);
  }

  private record Merging(StateOfEvents<?> of, int states) implements Aggregation {
    @Override
    public Object add(@Nullable Object state, Tuple row) {
      Object one = Objects.requireNonNull(row.get(states), "state");
      return state == null ? one : of.merge(state, one);
    }

    @Override
    public Object merge(Object first, Object second) {
      return of.merge(first, second);
    }

    @Override
    public boolean canRemove() {
      return of.part.accumulator().canForget();
    }

    @Override
    public Object remove(Object state, Tuple row) {
      return of.without(state, Objects.requireNonNull(row.get(states), "state"));
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
      return state;
    }
  }
}
