package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import java.util.List;

/**
 * What one event does to the rows of a query. A row that is there several times is told as often.
 *
 * @param position of the event; 0 for the rows that are there before the first one
 * @param removed rows that go
 * @param added rows that come
 */
public record SqlChange(long position, List<Tuple> removed, List<Tuple> added) {
  /** Copies the lists. */
  public SqlChange {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }
}
