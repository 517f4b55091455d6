package io.tidemark.sketch.sql;

import io.tidemark.dataflow.Expression;
import io.tidemark.sketch.state.Hll;
import io.tidemark.sql.aggregate.AggregateFunction;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how many different values that are not null. */
public final class ApproxCountDistinct implements AggregateFunction {
  @Override
  public String name() {
    return "APPROX_COUNT_DISTINCT";
  }

  @Override
  public String form() {
    return "APPROX_COUNT_DISTINCT(value)";
  }

  @Override
  public Call call(SqlType type, Expression value, List<Object> constants) {
    Arguments.require(this, constants, 0);
    return new Call(SqlType.BIGINT, new Work(value));
  }

  private record Work(Expression argument) implements Sketch {
    @Override
    public Object with(@Nullable Object before, Object value) {
      return Hll.add((byte[]) before, value);
    }

    @Override
    public Object both(Object some, Object others) {
      return Hll.merge((byte[]) some, (byte[]) others);
    }

    @Override
    public Object of(Object state) {
      return Math.round(Hll.estimate((byte[]) state, 0));
    }

    @Override
    public Object ofNone() {
      return 0L;
    }

    @Override
    public String toString() {
      return "APPROX_COUNT_DISTINCT";
    }
  }
}
