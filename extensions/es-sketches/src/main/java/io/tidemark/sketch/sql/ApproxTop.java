package io.tidemark.sketch.sql;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sketch.state.EqualForm;
import io.tidemark.sketch.state.Frequent;
import io.tidemark.sql.aggregate.AggregateFunction;
import io.tidemark.sql.table.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** About which values came most often, as a text; null of none. */
public final class ApproxTop implements AggregateFunction {
  @Override
  public String name() {
    return "APPROX_TOP";
  }

  @Override
  public String form() {
    return "APPROX_TOP(value, number)";
  }

  @Override
  public Call call(SqlType type, Expression value, List<Object> constants) {
    Arguments.require(this, constants, 1);
    if (!(constants.get(0) instanceof Long most) || most < 1 || most > Frequent.MOST) {
      throw new IllegalArgumentException(
          "expected %s with a number from 1 to %d, actual %s"
              .formatted(form(), Frequent.MOST, constants.get(0)));
    }
    return new Call(SqlType.VARCHAR, new Work(value, most.intValue()));
  }

  /** The state is the total, the error, and then each value with its count. */
  private record Work(Expression argument, int most) implements Sketch {
    @Override
    public Object with(@Nullable Object before, Object value) {
      Frequent state = before == null ? Frequent.NONE : read(before);
      return write(state.with(EqualForm.of(value), most));
    }

    @Override
    public Object both(Object some, Object others) {
      return write(read(some).with(read(others), most));
    }

    @Override
    public Object of(Object state) {
      return read(state).text(most);
    }

    private static Object write(Frequent state) {
      @Nullable Object[] values = new Object[2 + 2 * state.counts().size()];
      values[0] = state.total();
      values[1] = state.error();
      int next = 2;
      for (Map.Entry<String, Long> each : state.counts().entrySet()) {
        values[next++] = each.getKey();
        values[next++] = each.getValue();
      }
      return Tuple.of(values);
    }

    private static Frequent read(Object state) {
      Tuple values = (Tuple) state;
      Map<String, Long> counts = new LinkedHashMap<>();
      for (int i = 2; i < values.size(); i += 2) {
        counts.put((String) Objects.requireNonNull(values.get(i)), number(values, i + 1));
      }
      return new Frequent(number(values, 0), number(values, 1), counts);
    }

    private static long number(Tuple values, int index) {
      return (Long) Objects.requireNonNull(values.get(index));
    }

    @Override
    public String toString() {
      return "APPROX_TOP " + most;
    }
  }
}
