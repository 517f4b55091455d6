package io.tidemark.stage;

import static java.util.stream.Collectors.joining;

import io.tidemark.dataflow.Tuple;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.StoredValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records in the form in which stages remember them. */
record KeptRecord<R>(RowType<R> type) {
  /**
   * Of elements that are kept.
   *
   * @param what keeps them, in words
   * @throws IllegalArgumentException if they are no records, or have a component that cannot be
   *     kept; names it
   */
  static <R> KeptRecord<R> of(Class<R> type, String what) {
    try {
      return new KeptRecord<>(RowType.of(type));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid elements of %s, which keeps them: %s; map them to a record of what is needed"
              .formatted(what, e.getMessage()),
          e);
    }
  }

  Tuple tuple(R record) {
    @Nullable Object[] values = type.values(type.stored(record));
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      values[i] = value == null ? null : StoredValue.stateOf(type.components().get(i), value);
    }
    return Tuple.of(values);
  }

  /** The record of the tuple in a column. */
  R in(Tuple row, int column) {
    return record((Tuple) Objects.requireNonNull(row.get(column), "record"));
  }

  R record(Tuple tuple) {
    @Nullable Object[] values = tuple.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = StoredValue.valueOf(type.components().get(i), values[i]);
    }
    return type.row(values);
  }

  /** What is kept, in words: other components have other words. */
  String inWords() {
    return type.components().stream().map(KeptRecord::words).collect(joining(", ", "(", ")"));
  }

  private static String words(RowComponent component) {
    return component.jsonShape().orElseGet(() -> component.kind().name().toLowerCase(Locale.ROOT))
        + " "
        + component.name();
  }

  /** The values of a key as one. */
  static Tuple key(List<RowComponent> components, List<?> values) {
    @Nullable Object[] states = new Object[components.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = StoredValue.stateOf(components.get(i), values.get(i));
    }
    return Tuple.of(states);
  }
}
