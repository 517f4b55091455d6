package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.projection.Stages;
import io.tidemark.row.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows whose rows do not follow event by event: what an event does there hangs on others. The
 * columns of the source are the key, then the time, the position and the event itself.
 */
final class StagedWindows<E, G, K, V> {
  private final SourcedProjection<E, G, V> source;
  private final WindowRows<G, K, V> rows;
  private final KeySelector<E, G> keys;
  private final Clocking clocking;
  private final List<AddedUp<E>> parts;
  private final List<StateOfEvents<E>> states;

  StagedWindows(
      SourcedProjection<E, G, V> source,
      WindowRows<G, K, V> rows,
      KeySelector<E, G> keys,
      Clocking clocking,
      List<AddedUp<E>> parts) {
    this.source = source;
    this.rows = rows;
    this.keys = keys;
    this.clocking = clocking;
    this.parts = parts;
    this.states =
        parts.stream()
            .map(
                part ->
                    new StateOfEvents<>(
                        part, rows.type().components().get(part.component()), event()))
            .toList();
  }

  private int time() {
    return rows.keySize();
  }

  private int position() {
    return rows.keySize() + 1;
  }

  private int event() {
    return rows.keySize() + 2;
  }

  private List<Integer> groups() {
    return IntStream.range(0, rows.keySize()).boxed().toList();
  }

  private Plan events() {
    return new Plan.Source(0, event() + 1, Optional.of(List.of(position())), true);
  }

  private @Nullable Tuple row(E event, RecordedEvent recorded) {
    @Nullable G key = keys.key(event, recorded);
    if (key == null) {
      return null;
    }
    KeyType<G> type = rows.named().key();
    @Nullable Object[] values = new Object[event() + 1];
    List<Object> parts = type.values(type.form(key));
    for (int i = 0; i < parts.size(); i++) {
      values[i] = StoredValue.stateOf(type.components().get(i), parts.get(i));
    }
    values[time()] = clocking.timeOf(recorded);
    values[position()] = recorded.position();
    values[event()] = event;
    return Tuple.of(values);
  }

  /** One row for each window of a key. */
  Projection<K, V> cut(Windowing windowing, String words) {
    List<Aggregation> aggregations = new ArrayList<>(states);
    Plan.Aggregate plan =
        new Plan.Aggregate(
            events(), groups(), Optional.of(windowing), aggregations, clocking.emission());
    return projection(clocking.retained(plan), rows.first(), words);
  }

  /** Refuses what hangs on the order of events, where they come in between others. */
  StagedWindows<E, G, K, V> inAnyOrder() {
    parts.forEach(part -> part.requireAnyOrder(rows.name(), rows.type()));
    return this;
  }

  /** Refuses sketches, where events go out of a window again. */
  private void requireExact(SlidingWindow window) {
    for (AddedUp<E> part : parts) {
      if (part.accumulator().isSketch()) {
        throw new IllegalArgumentException(
            "Invalid accumulator of %s in projection %s: expected an exact one %s, since a sketch cannot forget what slides out, actual a sketch; windows that tumble, hop or follow sessions have them"
                .formatted(
                    rows.type().components().get(part.component()).name(), rows.name(), window));
      }
    }
  }

  /** One row for each event. */
  Projection<K, V> sliding(SlidingWindow window) {
    requireExact(window);
    List<Expression> columns = new ArrayList<>();
    groups().forEach(group -> columns.add(Expression.column(group)));
    columns.add(Expression.column(position()));
    columns.add(Expression.column(time()));
    int first = columns.size();
    List<Aggregation> merging = new ArrayList<>();
    for (StateOfEvents<E> state : states) {
      merging.add(state.merging(columns.size()));
      columns.add(new OfOneEvent(state));
    }
    Plan plan =
        new Plan.Over(
            new Plan.Project(events(), columns),
            groups(),
            window.order(),
            rows.keySize() + 1,
            window.frame(),
            merging,
            window.order() == Plan.Order.POSITION ? Emission.ALWAYS : window.emission());
    return projection(plan, first + states.size(), window.toString());
  }

  /** What is remembered of an event alone. */
  private record OfOneEvent(StateOfEvents<?> state) implements Expression {
    @Override
    public Object of(Tuple row) {
      return state.add(null, row);
    }
  }

  /**
   * @param results from where on the rows of the plan have what is added up
   */
  private Projection<K, V> projection(Plan plan, int results, String words) {
    List<Object> code = new ArrayList<>(List.of(keys));
    parts.forEach(part -> code.addAll(part.accumulator().code()));
    return NamedProjection.of(rows.keyed())
        .through(
            new Stages<>(
                plan,
                clocking.delay(),
                clocking.maxAhead(),
                List.of(source.input(this::row)),
                new FinishedRows<>(rows, states, results),
                words.strip(),
                code));
  }
}
