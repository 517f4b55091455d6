package io.tidemark.stage;

import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The rows that are made of elements. An element is four columns: itself, when it happened, when it
 * was recorded, and the position of its event.
 *
 * <p>Not API.
 *
 * @param width how many columns the rows have
 * @param position the column that has the position as it is, if there is one
 * @param isOneOfEvent whether a second element of one event is an error of that event
 * @param rows gives the rows of an element
 */
public record Shape(
    int width, OptionalInt position, boolean isOneOfEvent, Function<Tuple, List<Tuple>> rows) {
  /** The column of the element itself. */
  public static final int ELEMENT = 0;

  /** The column with the time at which it happened. */
  public static final int OCCURRED = 1;

  /** The column with the time at which it was recorded. */
  public static final int RECORDED = 2;

  /** The column with its position. */
  public static final int POSITION = 3;

  /** Elements as they are. */
  static final Shape PLAIN = new Shape(4, OptionalInt.of(POSITION), false, List::of);

  /** A row for each element, without its position. */
  static Shape of(int width, Function<Tuple, Tuple> row) {
    return ofSome(width, element -> List.of(row.apply(element)));
  }

  /** Any rows for each element, without its position. */
  static Shape ofSome(int width, Function<Tuple, List<Tuple>> rows) {
    return new Shape(width, OptionalInt.empty(), false, rows);
  }
}
