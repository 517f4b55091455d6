package io.tidemark.readmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows. Components are named as the record names them; values are bound, never made part of
 * SQL text. Immutable.
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

  /** Rows by what is in this component. */
  public static Operand where(String component) {
    return new Operand(component);
  }

  /** Rows that meet both. */
  public Filter and(Filter other) {
    return new Filter(Stream.concat(conditions.stream(), other.conditions.stream()).toList());
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** One comparison; the template has the column first and then one mark for each value. */
  record Condition(String component, String template, List<@Nullable Object> values) {}

  /** What a component is compared with. A null in a row meets {@link #isNull} only. */
  public static final class Operand {
    private final String component;

    private Operand(String component) {
      this.component = Objects.requireNonNull(component, "component");
    }

    /** The same value; decimals whatever their scale. */
    public Filter equalTo(Object value) {
      return compared("%s = ?", value);
    }

    /** Another value. */
    public Filter notEqualTo(Object value) {
      return compared("%s <> ?", value);
    }

    /** A greater value. */
    public Filter greaterThan(Object value) {
      return compared("%s > ?", value);
    }

    /** This value or a greater one. */
    public Filter atLeast(Object value) {
      return compared("%s >= ?", value);
    }

    /** A smaller value. */
    public Filter lessThan(Object value) {
      return compared("%s < ?", value);
    }

    /** This value or a smaller one. */
    public Filter atMost(Object value) {
      return compared("%s <= ?", value);
    }

    /** Text that begins like this; no character in it is special. */
    public Filter startsWith(String prefix) {
      return compared("starts_with(%s, ?)", prefix);
    }

    /** One of these values. */
    public Filter in(Collection<?> values) {
      List<@Nullable Object> copy = new ArrayList<>(values);
      String marks = String.join(", ", copy.stream().map(value -> "?").toList());
      return of(copy.isEmpty() ? "%s is null and false" : "%s in (" + marks + ")", copy);
    }

    /** No value. */
    public Filter isNull() {
      return of("%s is null", List.of());
    }

    private Filter compared(String template, Object value) {
      return of(template, Arrays.asList(Objects.requireNonNull(value, "value")));
    }

    private Filter of(String template, List<@Nullable Object> values) {
      return new Filter(List.of(new Condition(component, template, values)));
    }
  }
}
