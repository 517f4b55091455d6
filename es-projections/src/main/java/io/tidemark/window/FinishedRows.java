package io.tidemark.window;

import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of those of a plan, which have the key and the window, and then what is remembered of
 * accumulators.
 *
 * @param states these accumulators
 * @param results from where on the rows of the plan have what is added up
 */
record FinishedRows<V>(
    WindowRows<?, ?, V> rows, List<? extends StateOfEvents<?>> states, int results)
    implements Function<Tuple, V> {
  @Override
  public V apply(Tuple row) {
    @Nullable Object[] values = new Object[rows.type().components().size()];
    for (int i = 0; i < rows.first(); i++) {
      values[i] = StoredValue.valueOf(rows.type().components().get(i), row.get(i));
    }
    for (int i = 0; i < states.size(); i++) {
      StateOfEvents<?> state = states.get(i);
      Object value = state.valueOf(row.get(results + i));
      if (value == null) {
        state.part().requireNullable(rows.type());
      }
      values[state.part().component()] = value;
    }
    return rows.type().row(values);
  }
}
