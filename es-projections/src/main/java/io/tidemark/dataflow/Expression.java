package io.tidemark.dataflow;

import org.jspecify.annotations.Nullable;

/** What is computed of one row: of the same row always the same. Thread-safe. */
@FunctionalInterface
public interface Expression {
  /**
   * Its value for a row.
   *
   * @return null for none
   */
  @Nullable Object of(Tuple row);

  /** The value of the row's column at this index. */
  static Expression column(int index) {
    return new Column(index);
  }

  /**
   * A column as it is.
   *
   * @param index from 0
   */
  record Column(int index) implements Expression {
    @Override
    public @Nullable Object of(Tuple row) {
      return row.get(index);
    }
  }
}
