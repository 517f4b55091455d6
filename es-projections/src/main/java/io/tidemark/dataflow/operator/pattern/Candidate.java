package io.tidemark.dataflow.operator.pattern;

import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A row that may be of a match. Opened when it is asked for, and once: that may be dear. */
final class Candidate {
  private final Entry entry;
  private final UnaryOperator<Tuple> opening;
  private @Nullable Tuple opened;

  Candidate(Entry entry, UnaryOperator<Tuple> opening) {
    this.entry = entry;
    this.opening = opening;
  }

  long at() {
    return entry.at();
  }

  long tie() {
    return entry.tie();
  }

  /** As it is in the state. */
  Tuple row() {
    return entry.value();
  }

  Tuple opened() {
    if (opened == null) {
      opened = opening.apply(entry.value());
    }
    return opened;
  }

  /** Whether it comes behind this place. */
  boolean isAfter(long at, long tie) {
    return at() == at ? tie() > tie : at() > at;
  }
}
