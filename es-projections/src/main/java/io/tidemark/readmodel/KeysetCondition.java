package io.tidemark.readmodel;

import static java.util.stream.Collectors.joining;

import io.tidemark.readmodel.BoundQuery.By;
import io.tidemark.row.RowComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The condition on rows to come behind a place in an order, in SQL. If all components have a value
 * in every row and one direction, it is one comparison of rows, which finds its place in an index
 * on them; else it is a chain of alternatives, of which the first alone bounds them all.
 *
 * @param sql with a mark for each parameter
 */
record KeysetCondition(String sql, List<Object> parameters) {

  static KeysetCondition of(
      List<By> order,
      List<? extends @Nullable Object> place,
      Function<RowComponent, String> columns) {
    boolean descending = order.get(0).isDescending();
    boolean isOneComparison =
        order.stream()
            .allMatch(by -> by.isDescending() == descending && !by.component().isNullable());
    return isOneComparison
        ? comparison(order, place, columns, descending ? "<" : ">")
        : new Chain(columns).of(order, place);
  }

  private static KeysetCondition comparison(
      List<By> order,
      List<? extends @Nullable Object> place,
      Function<RowComponent, String> columns,
      String operator) {
    List<Object> parameters = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Object value = place.get(i);
      if (value == null) {
        throw new IllegalArgumentException(
            "Invalid cursor: expected a value of %s, actual null"
                .formatted(order.get(i).component().name()));
      }
      parameters.add(parameter(order.get(i).component(), value));
    }
    String names = order.stream().map(by -> columns.apply(by.component())).collect(joining(", "));
    String marks = String.join(", ", Collections.nCopies(order.size(), "?"));
    return new KeysetCondition("(%s) %s (%s)".formatted(names, operator, marks), parameters);
  }

  private static Object parameter(RowComponent component, Object value) {
    return ComparedValue.bindable(ComparedValue.ofRow(component, value));
  }

  /** Not thread-safe. */
  private static final class Chain {
    private final Function<RowComponent, String> columns;
    private final List<Object> parameters = new ArrayList<>();

    Chain(Function<RowComponent, String> columns) {
      this.columns = columns;
    }

    KeysetCondition of(List<By> order, List<? extends @Nullable Object> place) {
      List<String> alternatives = new ArrayList<>();
      String bound = reaches(order.get(0), place.get(0));
      for (int i = 0; i < order.size(); i++) {
        List<String> all = new ArrayList<>();
        for (int before = 0; before < i; before++) {
          all.add(equal(order.get(before).component(), place.get(before)));
        }
        all.add(behind(order.get(i), place.get(i)));
        alternatives.add(String.join(" and ", all));
      }
      return new KeysetCondition(
          bound
              + alternatives.stream()
                  .map(alternative -> "(" + alternative + ")")
                  .collect(joining(" or ", " and (", ")")),
          parameters);
    }

    /** What all rows behind the place meet, so that an index on the first component is of use. */
    private String reaches(By by, @Nullable Object value) {
      String column = column(by.component());
      if (value == null) {
        return by.isDescending() ? "true" : column + " is null"; // null is the greatest
      }
      String mark = mark(by.component(), value);
      if (by.isDescending()) {
        return column + " <= " + mark;
      }
      return by.component().isNullable()
          ? "(%1$s >= %2$s or %1$s is null)".formatted(column, mark)
          : column + " >= " + mark;
    }

    private String equal(RowComponent component, @Nullable Object value) {
      return value == null
          ? column(component) + " is null"
          : column(component) + " = " + mark(component, value);
    }

    private String behind(By by, @Nullable Object value) {
      String column = column(by.component());
      if (value == null) {
        return by.isDescending() ? column + " is not null" : "false";
      }
      String mark = mark(by.component(), value);
      if (by.isDescending()) {
        return column + " < " + mark;
      }
      return by.component().isNullable()
          ? "(%1$s > %2$s or %1$s is null)".formatted(column, mark)
          : column + " > " + mark;
    }

    private String column(RowComponent component) {
      return columns.apply(component);
    }

    private String mark(RowComponent component, Object value) {
      parameters.add(parameter(component, value));
      return "?";
    }
  }
}
