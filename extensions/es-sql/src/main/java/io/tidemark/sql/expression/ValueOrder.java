package io.tidemark.sql.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** The order of values of one kind, as PostgreSQL has it. */
final class ValueOrder {
  private ValueOrder() {}

  @SuppressWarnings("unchecked") // all types that a column can have are comparable with themselves
  static int compare(Object a, Object b) {
    if (a instanceof Long x) {
      return Long.compare(x, (Long) b);
    }
    if (a instanceof String x) {
      return a.equals(b) ? 0 : Arrays.compareUnsigned(bytes(x), bytes((String) b));
    }
    if (a instanceof BigDecimal x) {
      return x.compareTo((BigDecimal) b);
    }
    if (a instanceof Double x) {
      return Double.compare(x + 0.0, (Double) b + 0.0); // -0.0 and 0.0 are one number
    }
    return a instanceof UUID x ? compare(x, (UUID) b) : ((Comparable<Object>) a).compareTo(b);
  }

  /** These are in the order of code points; what Java compares is not, beyond U+FFFF. */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Java compares the halves as signed numbers. */
  private static int compare(UUID a, UUID b) {
    int first = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return first != 0
        ? first
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
