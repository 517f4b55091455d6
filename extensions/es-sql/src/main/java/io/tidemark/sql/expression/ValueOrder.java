package io.tidemark.sql.expression;

import io.tidemark.row.ValueKind;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.UUID;

/** The order of values of one kind, as PostgreSQL has it. */
final class ValueOrder {
  private static final Comparator<Object> TEXT = ValueKind.TEXT.order();
  private static final Comparator<Object> IDS = ValueKind.UUID.order();
  private static final Comparator<Object> DOUBLES = ValueKind.DOUBLE.order();

  private ValueOrder() {}

  @SuppressWarnings("unchecked") // all types that a column can have are comparable with themselves
  static int compare(Object a, Object b) {
    if (a instanceof Long x) {
      return Long.compare(x, (Long) b);
    }
    if (a instanceof String) {
      return a.equals(b) ? 0 : TEXT.compare(a, b);
    }
    if (a instanceof BigDecimal x) {
      return x.compareTo((BigDecimal) b);
    }
    if (a instanceof Double) {
      return DOUBLES.compare(a, b);
    }
    return a instanceof UUID ? IDS.compare(a, b) : ((Comparable<Object>) a).compareTo(b);
  }
}
