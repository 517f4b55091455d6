package io.tidemark.sketch.sql;

import io.tidemark.dataflow.Expression;
import io.tidemark.sketch.state.Kll;
import io.tidemark.sql.aggregate.AggregateFunction;
import io.tidemark.sql.table.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the least number that such a share of all is not above; null of none. */
public final class ApproxQuantile implements AggregateFunction {
  @Override
  public String name() {
    return "APPROX_QUANTILE";
  }

  @Override
  public String form() {
    return "APPROX_QUANTILE(number, share)";
  }

  @Override
  public Call call(SqlType type, Expression value, List<Object> constants) {
    Arguments.require(this, constants, 1);
    if (!type.isNumeric()) {
      throw new IllegalArgumentException(
          "expected %s, actual %s as the number".formatted(form(), type));
    }
    return new Call(type, new Work(value, type, share(constants.get(0))));
  }

  private double share(Object constant) {
    if (constant instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "expected %s with a share from 0 to 1, such as 0.95, actual %s"
            .formatted(form(), constant));
  }

  private record Work(Expression argument, SqlType type, double share) implements Sketch {
    @Override
    public Object with(@Nullable Object before, Object value) {
      return Kll.add((byte[]) before, ((Number) value).doubleValue());
    }

    @Override
    public Object both(Object some, Object others) {
      return Kll.merge((byte[]) some, (byte[]) others);
    }

    @Override
    public Object of(Object state) {
      double quantile = Kll.quantile((byte[]) state, share);
      return switch (type.kind()) {
        case DOUBLE -> quantile;
        case DECIMAL -> type.rounded(BigDecimal.valueOf(quantile));
        default -> Math.round(quantile);
      };
    }

    @Override
    public String toString() {
      return "APPROX_QUANTILE " + share;
    }
  }
}
