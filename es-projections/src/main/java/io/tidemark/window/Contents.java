package io.tidemark.window;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.projection.Stages;
import io.tidemark.stage.Shape;
import io.tidemark.stage.Stage;
import io.tidemark.stage.StagePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is in windows, and whose each of it is. Immutable.
 *
 * @param <E> events, or elements of a stage
 * @param <G> the key of what is added up
 */
sealed interface Contents<E, G> {
  /** Whether all of it hangs on single events, and so can be folded. */
  boolean isFoldable();

  /** Whether nothing of it is ever taken back. */
  boolean isLasting();

  /**
   * A projection that folds it as it comes.
   *
   * @throws IllegalStateException if it cannot be folded
   */
  <V> Projection<WindowKey<G>, V> folded(
      WindowRows<G, WindowKey<G>, V> rows, Window window, List<AddedUp<E>> parts);

  /**
   * A plan with a row for each of it.
   *
   * @param width how many columns
   * @param position which of them has the position
   * @param isOneOfEvent whether more than one of an event is an error
   * @param row gives it, of the key, the rest, its time, and its position
   */
  StagePlan plan(int width, int position, boolean isOneOfEvent, Clocking clocking, Row<E, G> row);

  /** Refuses a stage that windows of a kind cannot take. */
  void require(String windows, boolean isOneOfEvent);

  /** In words, with a space behind; none if the source says all. */
  String inWords();

  /** What it was written with. */
  List<Object> code();

  /** Makes a row. */
  @FunctionalInterface
  interface Row<E, G> {
    Tuple of(G key, E content, Instant time, long position);
  }

  /** Events of one source. */
  record OfEvents<E, G, S>(SourcedProjection<E, G, S> source, KeySelector<E, G> keys)
      implements Contents<E, G> {
    @Override
    public boolean isFoldable() {
      return true;
    }

    @Override
    public boolean isLasting() {
      return true;
    }

    @Override
    public <V> Projection<WindowKey<G>, V> folded(
        WindowRows<G, WindowKey<G>, V> rows, Window window, List<AddedUp<E>> parts) {
      WindowFold<E, G, V> fold = new WindowFold<>(rows, keys, window, parts);
      return source.of(NamedProjection.of(rows.keyed())).keyedByEach(fold).fold(fold);
    }

    @Override
    public StagePlan plan(
        int width, int position, boolean isOneOfEvent, Clocking clocking, Row<E, G> row) {
      Stages.Input<E> input =
          source.input(
              (event, recorded) -> {
                @Nullable G key = keys.key(event, recorded);
                return key == null
                    ? null
                    : row.of(key, event, clocking.timeOf(recorded), recorded.position());
              });
      return new StagePlan(
          new Plan.Source(0, width, Optional.of(List.of(position)), true), List.of(input));
    }

    @Override
    public void require(String windows, boolean isOneOfEvent) {}

    @Override
    public String inWords() {
      return "";
    }

    @Override
    public List<Object> code() {
      return List.of(keys);
    }
  }

  /** Elements of a stage. */
  record OfStage<E, G>(Stage<E> stage, Function<? super E, ? extends @Nullable G> keys)
      implements Contents<E, G> {
    @Override
    public boolean isFoldable() {
      return stage.isOfSingleEvents();
    }

    @Override
    public boolean isLasting() {
      return stage.isLasting();
    }

    @Override
    public <V> Projection<WindowKey<G>, V> folded(
        WindowRows<G, WindowKey<G>, V> rows, Window window, List<AddedUp<E>> parts) {
      WindowFold<E, G, V> fold =
          new WindowFold<>(rows, (element, recorded) -> keys.apply(element), window, parts);
      List<Object> code = AddedUp.code(parts);
      code.add(keys);
      return stage.folded(NamedProjection.of(rows.keyed()), fold, fold, window.inWords(), code);
    }

    @Override
    public StagePlan plan(
        int width, int position, boolean isOneOfEvent, Clocking clocking, Row<E, G> row) {
      int time = clocking.isByRecordedTime() ? Shape.RECORDED : Shape.OCCURRED;
      return stage.plan(
          new Shape(
              width,
              OptionalInt.of(position),
              isOneOfEvent,
              element -> {
                @SuppressWarnings("unchecked") // the column has the elements
                E content = (E) Objects.requireNonNull(element.get(Shape.ELEMENT));
                @Nullable G key = keys.apply(content);
                return key == null
                    ? List.of()
                    : List.of(
                        row.of(
                            key,
                            content,
                            (Instant) Objects.requireNonNull(element.get(time)),
                            (Long) Objects.requireNonNull(element.get(Shape.POSITION))));
              }));
    }

    @Override
    public void require(String windows, boolean isOneOfEvent) {
      stage.requireLasting(windows, "use tumbling or hopping windows, or all time");
      if (isOneOfEvent && !stage.isOneOfEvent()) {
        throw new IllegalArgumentException(
            "Invalid stage of %s: expected at most one element of each event, actual %s; use windows whose rows are not those of events"
                .formatted(windows, stage));
      }
    }

    @Override
    public String inWords() {
      return stage.inWords() + " ";
    }

    @Override
    public List<Object> code() {
      List<Object> code = new ArrayList<>(stage.code());
      code.add(keys);
      return code;
    }
  }
}
