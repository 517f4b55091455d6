package io.tidemark.readmodel;

import io.tidemark.codec.JsonValueCodec;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a component is compared with values: in SQL, and the same in Java. */
enum Comparison {
  EQUAL("="),
  NOT_EQUAL("<>"),
  GREATER(">"),
  AT_LEAST(">="),
  LESS("<"),
  AT_MOST("<="),
  STARTS_WITH(""),
  CONTAINS("@>"),
  IN(""),
  IS_NULL("");

  private final String operator;

  Comparison(String operator) {
    this.operator = operator;
  }

  /**
   * A condition on a column.
   *
   * @param mark what stands for the value, or for an array of several
   */
  String sql(String column, String mark) {
    return switch (this) {
      case IS_NULL -> column + " is null";
      case STARTS_WITH -> "starts_with(" + column + ", ?)";
      case IN -> column + " = any(" + mark + ")";
      default -> column + " " + operator + " " + mark;
    };
  }

  /** Whether it asks which of two values is greater. */
  boolean needsOrder() {
    return switch (this) {
      case GREATER, AT_LEAST, LESS, AT_MOST -> true;
      case EQUAL, NOT_EQUAL, STARTS_WITH, CONTAINS, IN, IS_NULL -> false;
    };
  }

  /**
   * Whether a value of a row meets it. As in SQL, one that is null meets only {@link #IS_NULL}.
   *
   * @param values in this order
   */
  boolean isMet(@Nullable Object actual, List<Object> values, Comparator<Object> order) {
    if (actual == null) {
      return this == IS_NULL;
    }
    return switch (this) {
      case IS_NULL -> false;
      case STARTS_WITH -> ((String) actual).startsWith((String) values.get(0));
      case CONTAINS -> JsonValueCodec.contains((String) actual, (String) values.get(0));
      case IN -> Collections.binarySearch(values, actual, order) >= 0;
      default -> isMet(order.compare(actual, values.get(0)));
    };
  }

  private boolean isMet(int compared) {
    return switch (this) {
      case EQUAL -> compared == 0;
      case NOT_EQUAL -> compared != 0;
      case GREATER -> compared > 0;
      case AT_LEAST -> compared >= 0;
      case LESS -> compared < 0;
      case AT_MOST -> compared <= 0;
      case STARTS_WITH, CONTAINS, IN, IS_NULL -> throw new AssertionError(this);
    };
  }
}
