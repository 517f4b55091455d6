package io.tidemark.dataflow;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The order of values of one kind, as PostgreSQL has it where Java has another. */
public final class ValueOrder {
  private ValueOrder() {}

  /**
   * Compares two values of one class: text by code point, UUIDs and bytes by their bytes, doubles
   * with one zero and NaN as the largest, tuples by their values, of which null is the largest.
   */
  @SuppressWarnings("unchecked") // all others are comparable with themselves
  public static int compare(Object one, Object other) {
    if (one instanceof String text) {
      return byCodePoint(text, (String) other);
    }
    if (one instanceof Double number) {
      return Double.compare(number + 0.0, (Double) other + 0.0); // -0.0 is 0.0
    }
    if (one instanceof UUID id) {
      return byBytes(id, (UUID) other);
    }
    if (one instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) other);
    }
    return one instanceof Tuple tuple
        ? byValues(tuple, (Tuple) other)
        : ((Comparable<Object>) one).compareTo(other);
  }

  /** Java compares UTF-16 units, in which a surrogate is smaller than U+E000 and above. */
  private static int byCodePoint(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char x = one.charAt(i);
      char y = other.charAt(i);
      if (x != y) {
        boolean beyond = Character.isSurrogate(x);
        return beyond == Character.isSurrogate(y) ? x - y : beyond ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }

  /** Java compares the halves as signed numbers. */
  private static int byBytes(UUID one, UUID other) {
    int first = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return first != 0
        ? first
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  private static int byValues(Tuple one, Tuple other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int compared = nullsLast(one.get(i), other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static int nullsLast(@Nullable Object one, @Nullable Object other) {
    return one == null || other == null
        ? Boolean.compare(one == null, other == null)
        : compare(one, other);
  }
}
