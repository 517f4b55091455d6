package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Objects;

/** Rows of a match as events. */
record FoundEvents(Sequence sequence, Matching.Matched rows) implements Matched {
  @Override
  public <S> List<S> all(Element<S> element) {
    return rows(element).stream().map(row -> element.cast(event(row))).toList();
  }

  @Override
  public List<RecordedEvent> recorded(Element<?> element) {
    return rows(element).stream().map(FoundEvents::recorded).toList();
  }

  private List<Tuple> rows(Element<?> element) {
    int index = sequence.indexOf(element);
    return index < 0 ? List.of() : rows.rows(index);
  }

  /** The last of all. */
  Tuple lastRow() {
    return rows.last();
  }

  static Object event(Tuple row) {
    return Objects.requireNonNull(row.get(0), "event");
  }

  static RecordedEvent recorded(Tuple row) {
    return (RecordedEvent) Objects.requireNonNull(row.get(1), "recorded event");
  }
}
