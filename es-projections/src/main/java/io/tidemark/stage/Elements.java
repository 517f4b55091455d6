package io.tidemark.stage;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the elements of a stage follow. Immutable. */
sealed interface Elements<R> permits Told, Merged, Expanded, WithReadModel, Paired {
  /** Whether none is ever taken back. */
  boolean isLasting();

  /** Whether there is at most one of each event, as far as is known. */
  boolean isOneOfEvent();

  /** In words: others have other words. */
  String inWords();

  /** What it was written with. */
  Stream<Object> code();

  /** As a plan. */
  Plan plan(Numbering sources, Shape shape);

  /** The elements that a step makes of each. */
  default <T> Elements<T> through(Step<R, T> step) {
    return new Expanded<>(this, step);
  }

  /** Those of single events, if nothing hangs on several. */
  default List<Told<?, R>> told() {
    return List.of();
  }

  /**
   * What is made of one element.
   *
   * @param isOne whether that is one at the most
   * @param words what it is, in words
   * @param code what it was written with
   */
  record Step<R, T>(
      Function<? super R, ? extends List<? extends T>> all,
      boolean isOne,
      String words,
      List<Object> code) {
    /** The rows of what is made of an element. */
    List<Tuple> rows(R element, Tuple of, Shape shape) {
      List<Tuple> rows = new ArrayList<>(1);
      for (T each : all.apply(element)) {
        rows.addAll(
            shape
                .rows()
                .apply(
                    Tuple.of(
                        each,
                        of.get(Shape.OCCURRED),
                        of.get(Shape.RECORDED),
                        of.get(Shape.POSITION))));
      }
      return rows;
    }
  }
}
