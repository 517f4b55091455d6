package io.tidemark.row;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A key that says nothing to people, and follows from columns that do: these are what it is read
 * and written as. Immutable.
 *
 * @param columns any of which may be null; none if there is one row at the most
 * @param key gives the key of their values
 */
record DerivedKey<K>(
    List<RowComponent> columns, Function<List<@Nullable Object>, ? extends K> key) {
  /** What the only row is called. */
  private static final String ONLY = "all";

  /**
   * As {@link KeyText}, with nothing for null, and quotes around a text that is empty. Of one
   * column commas need no quotes.
   */
  String text(List<? extends @Nullable Object> values) {
    return columns.isEmpty()
        ? ONLY
        : IntStream.range(0, columns.size())
            .mapToObj(i -> part(columns.get(i), values.get(i)))
            .collect(joining(","));
  }

  private String part(RowComponent column, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = column.text(value);
    if (text.isEmpty()) {
      return "\"\"";
    }
    return isPlain(text) ? text : KeyText.quoted(text);
  }

  /** Whether it is that of the only column, as it stands. */
  private boolean isPlain(String text) {
    return columns.size() == 1 && !text.isEmpty() && !text.startsWith("\"");
  }

  /** Says what was expected of a text that is none. */
  K parse(String text) {
    if (columns.isEmpty()) {
      return only(text);
    }
    List<Optional<String>> parts =
        isPlain(text) ? List.of(Optional.of(text)) : KeyText.partsOrNothing(text);
    KeyType.requireCount(columns, parts.size(), text);
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      RowComponent column = columns.get(i);
      values.add(parts.get(i).map(part -> KeyType.parsed(column, part)).orElse(null));
    }
    return key.apply(values);
  }

  private K only(String text) {
    if (!text.equals(ONLY)) {
      throw new IllegalArgumentException(
          "expected '%s', because there is only one row, actual '%s'".formatted(ONLY, text));
    }
    return key.apply(List.of());
  }
}
