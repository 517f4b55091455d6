package io.tidemark.stage;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a step makes of elements that hang on several events. */
record Expanded<Q, R>(Elements<Q> input, Step<Q, R> step) implements Elements<R> {
  @Override
  public boolean isLasting() {
    return input.isLasting();
  }

  @Override
  public boolean isOneOfEvent() {
    return input.isOneOfEvent() && step.isOne();
  }

  @Override
  public String inWords() {
    return input.inWords() + " " + step.words();
  }

  @Override
  public Stream<Object> code() {
    return Stream.concat(input.code(), step.code().stream());
  }

  @Override
  public Plan plan(Numbering sources, Shape shape) {
    return new Plan.Expand(
        input.plan(sources, Shape.PLAIN), shape.width(), row -> rows(row, shape));
  }

  @SuppressWarnings("unchecked") // the column has the elements of the input
  private List<Tuple> rows(Tuple row, Shape shape) {
    return step.rows((Q) Objects.requireNonNull(row.get(Shape.ELEMENT)), row, shape);
  }
}
