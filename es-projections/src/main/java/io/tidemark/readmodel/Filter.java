package io.tidemark.readmodel;

import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import io.tidemark.row.KeyType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows. Components are named as the record names them, by text or by their accessors; values
 * are bound, never made part of SQL text. Immutable.
 */
public final class Filter {
  private static final Filter ALL = new Filter(List.of());

  private final List<Condition> conditions;

  private Filter(List<Condition> conditions) {
    this.conditions = conditions;
  }

  /** Every row. */
  public static Filter all() {
    return ALL;
  }

  /** Rows by what is in the component of this name. */
  public static Operand where(String component) {
    return new Operand(ComponentName.of(component));
  }

  /**
   * Rows by what is in this component, as {@code Balance::owner}.
   *
   * @throws IllegalArgumentException if it is no reference to an accessor
   */
  public static <V> Operand where(Accessor<V, ?> component) {
    return new Operand(ComponentName.of(component));
  }

  /** The row with this key. */
  static <K> Filter ofKey(KeyType<K> type, K key) {
    Filter filter = ALL;
    List<Object> values = type.values(Objects.requireNonNull(key, "key"));
    for (int i = 0; i < values.size(); i++) {
      filter = filter.and(where(type.components().get(i).name()).equalTo(values.get(i)));
    }
    return filter;
  }

  /** Rows that meet both. */
  public Filter and(Filter other) {
    return new Filter(Stream.concat(conditions.stream(), other.conditions.stream()).toList());
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** One comparison of a component with values. */
  record Condition(ComponentName component, Comparison comparison, List<@Nullable Object> values) {}

  /**
   * What a component is compared with. A null in a row meets {@link #isNull} only. Records, lists
   * and maps are equal or not, whatever the scale of decimals within them; they have no order.
   */
  public static final class Operand {
    private final ComponentName component;

    private Operand(ComponentName component) {
      this.component = component;
    }

    /** The same value; decimals whatever their scale. */
    public Filter equalTo(Object value) {
      return compared(Comparison.EQUAL, value);
    }

    /** Another value. */
    public Filter notEqualTo(Object value) {
      return compared(Comparison.NOT_EQUAL, value);
    }

    /** A greater value. */
    public Filter greaterThan(Object value) {
      return compared(Comparison.GREATER, value);
    }

    /** This value or a greater one. */
    public Filter atLeast(Object value) {
      return compared(Comparison.AT_LEAST, value);
    }

    /** A smaller value. */
    public Filter lessThan(Object value) {
      return compared(Comparison.LESS, value);
    }

    /** This value or a smaller one. */
    public Filter atMost(Object value) {
      return compared(Comparison.AT_MOST, value);
    }

    /** Text that begins like this; no character in it is special. */
    public Filter startsWith(String prefix) {
      return compared(Comparison.STARTS_WITH, prefix);
    }

    /** A list, of which this is an element: an equal one, or one with all that is within this. */
    public Filter contains(Object element) {
      return compared(Comparison.CONTAINS, element);
    }

    /** One of these values. */
    public Filter in(Collection<?> values) {
      return of(Comparison.IN, new ArrayList<>(values));
    }

    /** No value. */
    public Filter isNull() {
      return of(Comparison.IS_NULL, List.of());
    }

    private Filter compared(Comparison comparison, Object value) {
      return of(comparison, List.of(Objects.requireNonNull(value, "value")));
    }

    private Filter of(Comparison comparison, List<@Nullable Object> values) {
      return new Filter(List.of(new Condition(component, comparison, values)));
    }
  }
}
