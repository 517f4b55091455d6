package io.tidemark.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many different values; the state is each value that is not null followed by how often it is
 * there.
 */
record DistinctValues(Expression argument, int most) implements Aggregation {
  @Override
  public Object add(@Nullable Object state, Tuple row) {
    Tuple before = state == null ? Tuple.EMPTY : (Tuple) state;
    Object value = argument.of(row);
    return value == null ? before : with(before, form(value), 1);
  }

  /** There is one zero. */
  private static Object form(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  private Tuple with(Tuple state, Object value, long times) {
    List<@Nullable Object> values = new ArrayList<>(state.values());
    int at = indexOf(state, value);
    if (at < 0) {
      if (state.size() / 2 == most) {
        throw new ArithmeticException(
            "more than %d different values to count; write COUNT over a query with SELECT DISTINCT in FROM, which keeps each in an entry of its own"
                .formatted(most));
      }
      values.add(value);
      values.add(times);
    } else if (count(state, at) + times == 0) {
      values.subList(at, at + 2).clear();
    } else {
      values.set(at + 1, count(state, at) + times);
    }
    return Tuple.of(values.toArray());
  }

  private static int indexOf(Tuple state, Object value) {
    for (int i = 0; i < state.size(); i += 2) {
      if (value.equals(state.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static long count(Tuple state, int at) {
    return (Long) Objects.requireNonNull(state.get(at + 1));
  }

  @Override
  public Object merge(Object first, Object second) {
    Tuple both = (Tuple) first;
    Tuple others = (Tuple) second;
    for (int i = 0; i < others.size(); i += 2) {
      both = with(both, Objects.requireNonNull(others.get(i)), count(others, i));
    }
    return both;
  }

  @Override
  public boolean canRemove() {
    return true;
  }

  @Override
  public Object remove(Object state, Tuple row) {
    Object value = argument.of(row);
    return value == null ? state : with((Tuple) state, form(value), -1);
  }

  @Override
  public Object result(@Nullable Object state) {
    return state == null ? 0L : ((Tuple) state).size() / 2L;
  }
}
