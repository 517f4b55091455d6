package io.tidemark.dataflow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The order of values of one kind, as PostgreSQL has it where Java has another. */
public final class ValueOrder {
  private static final int DIGITS_OF_PLACE = 6;

  /** Of which a long holds the microseconds. */
  private static final long SECONDS = Long.MAX_VALUE / 1_000_000 - 1;

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);

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

  /**
   * A number that orders values as far as 64 bits can: of two values of one class, that of the
   * greater is as great or greater.
   */
  public static long place(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Instant time) {
      return micros(time);
    }
    if (value instanceof BigDecimal number) {
      return saturated(number.movePointRight(DIGITS_OF_PLACE).setScale(0, RoundingMode.FLOOR));
    }
    if (value instanceof Double number) {
      long bits = Double.doubleToLongBits(number + 0.0); // -0.0 is 0.0
      return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }
    if (value instanceof UUID id) {
      return id.getMostSignificantBits() ^ Long.MIN_VALUE;
    }
    if (value instanceof LocalDate day) {
      return day.toEpochDay();
    }
    return value instanceof String text ? firstBytes(text) : 0;
  }

  private static long micros(Instant time) {
    long seconds = time.getEpochSecond();
    if (Math.abs(seconds) > SECONDS) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * 1_000_000 + time.getNano() / 1_000;
  }

  private static long saturated(BigDecimal number) {
    if (number.compareTo(MOST) >= 0) {
      return Long.MAX_VALUE;
    }
    return number.compareTo(LEAST) <= 0 ? Long.MIN_VALUE : number.longValue();
  }

  /** UTF-8 has the order of code points. A pair of surrogates that is cut is beyond the bytes. */
  private static long firstBytes(String text) {
    String begin = text.substring(0, Math.min(text.length(), Long.BYTES + 1));
    byte[] bytes = begin.getBytes(StandardCharsets.UTF_8);
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xFF : 0);
    }
    return first ^ Long.MIN_VALUE;
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
