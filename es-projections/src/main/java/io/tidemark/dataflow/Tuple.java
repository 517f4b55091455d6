package io.tidemark.dataflow;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some values in their order. Those of a plan's rows and states are null, or of the types String,
 * Long, BigDecimal, Double, Boolean, Instant, LocalDate, UUID, byte[] or Tuple; what only passes
 * from a source to a first operator may be anything. Immutable, thread-safe, and equal by values:
 * so decimals must come in one scale for one column.
 */
public final class Tuple {
  /** Without values. */
  public static final Tuple EMPTY = new Tuple(new Object[0]);

  private final @Nullable Object[] values;
  private int hash;

  private Tuple(@Nullable Object[] values) {
    this.values = values;
  }

  /** Of these values, which are not copied: the array must not be changed any more. */
  public static Tuple of(@Nullable Object... values) {
    return values.length == 0 ? EMPTY : new Tuple(values);
  }

  /** How many values. */
  public int size() {
    return values.length;
  }

  /** The value at an index from 0. */
  public @Nullable Object get(int index) {
    return values[index];
  }

  /** The values at these indexes. */
  public Tuple pick(int[] indexes) {
    @Nullable Object[] some = new Object[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      some[i] = values[indexes[i]];
    }
    return of(some);
  }

  /** These values and then those of another. */
  public Tuple plus(Tuple more) {
    @Nullable Object[] all = Arrays.copyOf(values, values.length + more.values.length);
    System.arraycopy(more.values, 0, all, values.length, more.values.length);
    return of(all);
  }

  /** These values and then some more. */
  public Tuple plus(@Nullable Object... more) {
    return plus(of(more));
  }

  /** A copy of the values, which may be changed. */
  public @Nullable Object[] toArray() {
    return values.clone();
  }

  /** A view of the values. */
  public List<@Nullable Object> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Tuple tuple && hashCode() == tuple.hashCode() && hasEqualValues(tuple);
  }

  private boolean hasEqualValues(Tuple other) {
    if (values.length != other.values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!isEqual(values[i], other.values[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(@Nullable Object one, @Nullable Object other) {
    if (one != null && one.getClass().isArray()) {
      return Objects.deepEquals(one, other);
    }
    return Objects.equals(one, other);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      int sum = 1;
      for (Object value : values) {
        sum = 31 * sum + hash(value);
      }
      hash = sum;
    }
    return hash;
  }

  private static int hash(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    return value.getClass().isArray()
        ? Arrays.deepHashCode(new Object[] {value})
        : value.hashCode();
  }

  @Override
  public String toString() {
    return Arrays.deepToString(values);
  }
}
