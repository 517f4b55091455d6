package io.tidemark.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.UUID;

/** The order that PostgreSQL gives the values of a kind, where it differs from Java's own too. */
final class ValueOrder {
  private ValueOrder() {}

  static Comparator<Object> of(ValueKind kind) {
    return switch (kind) {
      case TEXT -> (a, b) -> byCodePoint((String) a, (String) b);
      case ENUM -> (a, b) -> byCodePoint(((Enum<?>) a).name(), ((Enum<?>) b).name());
      case LONG -> (a, b) -> Long.compare((Long) a, (Long) b);
      case INTEGER -> (a, b) -> Integer.compare((Integer) a, (Integer) b);
      case DECIMAL -> (a, b) -> ((BigDecimal) a).compareTo((BigDecimal) b);
      case DOUBLE -> (a, b) -> Double.compare((Double) a + 0.0, (Double) b + 0.0);
      case BOOLEAN -> (a, b) -> Boolean.compare((Boolean) a, (Boolean) b);
      case INSTANT -> (a, b) -> ((Instant) a).compareTo((Instant) b);
      case DATE -> (a, b) -> ((LocalDate) a).compareTo((LocalDate) b);
      case UUID -> (a, b) -> byBytes((UUID) a, (UUID) b);
      case JSON -> throw new IllegalArgumentException("expected an order, actual JSON");
    };
  }

  /** Java compares UTF-16 units, in which a surrogate is smaller than U+E000 and above. */
  private static int byCodePoint(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean beyond = Character.isSurrogate(x);
        return beyond == Character.isSurrogate(y) ? x - y : beyond ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** Java compares the halves as signed numbers. */
  private static int byBytes(UUID a, UUID b) {
    int first = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return first != 0
        ? first
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
