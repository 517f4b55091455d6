package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;

import io.tidemark.row.KeyType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The columns that keep the key of a row, in SQL text and in values. Immutable and thread-safe. */
final class KeyColumns {
  private final KeyType<Object> type;
  private final List<Column> all;

  private KeyColumns(KeyType<Object> type, List<Column> all) {
    this.type = type;
    this.all = all;
  }

  /** The first of these columns. */
  @SuppressWarnings("unchecked") // a relation has the keys of one projection
  static KeyColumns of(KeyType<?> type, List<Column> columns) {
    return new KeyColumns(
        (KeyType<Object>) type, List.copyOf(columns.subList(0, type.components().size())));
  }

  /** In their order. */
  List<Column> all() {
    return all;
  }

  /** Their names, as in {@code primary key}. */
  String names() {
    return list(Column::quotedName);
  }

  /** That the key is one of {@link #arrays}. */
  String isOneOf() {
    return all.size() == 1
        ? names() + " = any(?)"
        : "(%s) in (select * from unnest(%s))".formatted(names(), parameters());
  }

  /**
   * That the key is the first one of {@link #arrays}. By an equation the server finds rows in an
   * index on the key and more, and takes them in its order.
   */
  String isFirst() {
    return all.stream()
        .map(column -> "%s = (?::%s[])[1]".formatted(column.quotedName(), column.type().sql()))
        .collect(joining(" and "));
  }

  /**
   * That the key of a relation is that of another one.
   *
   * @param other whose columns are called k0, k1 and so on
   */
  String isThatOf(String relation, String other) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      equal.add("%s.%s = %s.k%d".formatted(relation, all.get(i).quotedName(), other, i));
    }
    return String.join(" and ", equal);
  }

  /** What {@link #isThatOf} calls them. */
  String aliases() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      names.add("k" + i);
    }
    return String.join(", ", names);
  }

  /** A parameter for each of {@link #arrays}, as in {@code unnest}. */
  String parameters() {
    return list(column -> "?::" + column.type().sql() + "[]");
  }

  private String list(Function<Column, String> part) {
    return all.stream().map(part).collect(joining(", "));
  }

  /** Keys as arrays, one for each column: a list that may be added to. */
  List<Object> arrays(Collection<?> keys) {
    List<Object> arrays = new ArrayList<>();
    List<List<Object>> values = keys.stream().map(key -> type.values(key)).toList();
    for (int i = 0; i < all.size(); i++) {
      int index = i;
      arrays.add(Columns.array(all.get(i), values.stream().map(key -> key.get(index)).toList()));
    }
    return arrays;
  }
}
