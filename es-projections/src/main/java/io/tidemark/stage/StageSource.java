package io.tidemark.stage;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Stages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a category; says next what they are in a stage. Immutable and thread-safe.
 *
 * @param <E> the events
 */
public final class StageSource<E> {
  private final Stages.Events<E> events;

  StageSource(Stages.Events<E> events) {
    this.events = events;
  }

  /**
   * Only its events of these types. The database leaves out the others, and they do not move the
   * watermark.
   *
   * @param types as they are stored. Former names of one that the codec knows are included
   * @throws IllegalArgumentException if there is none, or one that the codec cannot decode
   */
  public StageSource<E> ofTypes(String... types) {
    return new StageSource<>(events.ofTypes("category " + events.selector().category(), types));
  }

  /** The events that are of this class, as they are. */
  public <T extends E> Stage<T> only(Class<T> type) {
    return told(
        type,
        (event, recorded) -> type.isInstance(event) ? List.of(type.cast(event)) : List.of(),
        true,
        "only",
        List.of());
  }

  /**
   * What is made of each event; of none for which that is null. Must depend on its arguments only.
   */
  public <R> Stage<R> map(
      Class<R> type, BiFunction<? super E, RecordedEvent, ? extends @Nullable R> function) {
    Objects.requireNonNull(function, "function");
    return told(
        type,
        (event, recorded) ->
            Optional.<R>ofNullable(function.apply(event, recorded)).stream().toList(),
        true,
        "to",
        List.of(function));
  }

  /** The same, any number of them of each event. */
  public <R> Stage<R> flatMap(
      Class<R> type, BiFunction<? super E, RecordedEvent, ? extends List<R>> function) {
    Objects.requireNonNull(function, "function");
    return told(type, function::apply, false, "to each", List.of(function));
  }

  private <R> Stage<R> told(
      Class<R> type,
      BiFunction<E, RecordedEvent, List<R>> all,
      boolean isOne,
      String what,
      List<Object> code) {
    return new Stage<>(
        type,
        new Told<>(
            events,
            all,
            isOne,
            "%s %s %s".formatted(events.selector().category(), what, type.getSimpleName()),
            code));
  }
}
