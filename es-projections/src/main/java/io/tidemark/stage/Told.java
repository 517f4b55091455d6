package io.tidemark.stage;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Elements that are made of single events.
 *
 * @param all gives those of an event
 */
record Told<E, R>(
    Stages.Events<E> events,
    BiFunction<E, RecordedEvent, List<R>> all,
    boolean isOneOfEvent,
    String inWords,
    List<Object> made)
    implements Elements<R> {
  @Override
  public boolean isLasting() {
    return true;
  }

  @Override
  public Stream<Object> code() {
    return made.stream();
  }

  @Override
  public List<Told<?, R>> told() {
    return List.of(this);
  }

  @Override
  public <T> Told<E, T> through(Step<R, T> step) {
    List<Object> more = new ArrayList<>(made);
    more.addAll(step.code());
    return new Told<>(
        events,
        (event, recorded) -> {
          List<T> some = new ArrayList<>(1);
          all.apply(event, recorded).forEach(each -> some.addAll(step.all().apply(each)));
          return some;
        },
        isOneOfEvent && step.isOne(),
        inWords + " " + step.words(),
        List.copyOf(more));
  }

  /** These and then others of the same event. */
  Told<E, R> and(BiFunction<E, RecordedEvent, List<R>> others, Told<?, R> of) {
    List<Object> both = new ArrayList<>(made);
    both.addAll(of.made);
    return new Told<>(
        events,
        (event, recorded) -> {
          List<R> some = new ArrayList<>(all.apply(event, recorded));
          some.addAll(others.apply(event, recorded));
          return some;
        },
        isOneOfEvent && of.isOneOfEvent,
        inWords + " and " + of.inWords,
        List.copyOf(both));
  }

  @Override
  public Plan plan(Numbering sources, Shape shape) {
    int number =
        sources.add(
            Stages.Input.ofEvents(events, (event, recorded) -> rows(event, recorded, shape)));
    Optional<List<Integer>> key =
        shape.position().isPresent() && isOneOfEvent
            ? Optional.of(List.of(shape.position().getAsInt()))
            : Optional.empty();
    return new Plan.Source(number, shape.width(), key, true);
  }

  private List<Tuple> rows(E event, RecordedEvent recorded, Shape shape) {
    List<R> elements = all.apply(event, recorded);
    if (shape.isOneOfEvent() && elements.size() > 1) {
      throw new IllegalStateException(
          "Wrong elements of an event: expected at most one, since each event has a row, actual "
              + elements);
    }
    List<Tuple> rows = new ArrayList<>(1);
    for (R each : elements) {
      rows.addAll(
          shape
              .rows()
              .apply(
                  Tuple.of(
                      each, recorded.occurredAt(), recorded.recordedAt(), recorded.position())));
    }
    return rows;
  }
}
