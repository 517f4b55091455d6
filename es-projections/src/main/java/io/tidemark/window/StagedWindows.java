package io.tidemark.window;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import io.tidemark.row.KeyType;
import io.tidemark.row.StoredValue;
import io.tidemark.stage.StagePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows whose rows do not follow event by event: what an event does there hangs on others. The
 * columns of the source are the key, then the time, the position and the event itself.
 */
final class StagedWindows<E, G, K, V> {
  private final Contents<E, G> contents;
  private final WindowRows<G, K, V> rows;
  private final Closing closing;
  private final List<AddedUp<E>> parts;
  private final List<StateOfEvents<E>> states;

  StagedWindows(
      Contents<E, G> contents, WindowRows<G, K, V> rows, Closing closing, List<AddedUp<E>> parts) {
    this.contents = contents;
    this.rows = rows;
    this.closing = closing;
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

  private StagePlan events(boolean isOneOfEvent) {
    return contents.plan(event() + 1, position(), isOneOfEvent, closing.clocking(), this::row);
  }

  private Tuple row(G key, E event, Instant time, long position) {
    KeyType<G> type = rows.named().key();
    @Nullable Object[] values = new Object[event() + 1];
    List<Object> parts = type.values(type.form(key));
    for (int i = 0; i < parts.size(); i++) {
      values[i] = StoredValue.stateOf(type.components().get(i), parts.get(i));
    }
    values[time()] = time;
    values[position()] = position;
    values[event()] = event;
    return Tuple.of(values);
  }

  /**
   * One row for each window of a key.
   *
   * @param windowing none if all events of a key are together
   */
  Projection<K, V> cut(Optional<Windowing> windowing, String words) {
    StagePlan events = events(false);
    boolean isLasting = contents.isLasting();
    Plan.Aggregate plan =
        new Plan.Aggregate(
            isLasting ? events.plan() : new Plan.Project(events.plan(), singled()),
            groups(),
            windowing,
            isLasting ? List.copyOf(states) : forgetting(),
            closing.clocking().emission());
    return projection(closing.retained(plan), events.inputs(), rows.first(), words);
  }

  /** The columns of a row with what is remembered of its event alone, in the place of that. */
  private List<Expression> singled() {
    List<Expression> columns = new ArrayList<>();
    IntStream.range(0, event()).mapToObj(Expression::column).forEach(columns::add);
    states.forEach(state -> columns.add(new OfOneEvent(state)));
    return columns;
  }

  /** Refuses what cannot take back what it has added. */
  private List<Aggregation> forgetting() {
    List<Aggregation> all = new ArrayList<>();
    for (StateOfEvents<E> state : states) {
      AddedUp<E> part = state.part();
      if (!part.accumulator().canForget()) {
        throw new IllegalArgumentException(
            "Invalid accumulator of %s in projection %s: expected one that can forget, since elements are taken back when a row that they are joined with changes, actual another; use count, sumOfLongs or a sum with a scale, or join as of the event"
                .formatted(rows.type().components().get(part.component()).name(), rows.name()));
      }
      all.add(state.merging(event() + all.size()));
    }
    return all;
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
    StagePlan told = events(true);
    Plan events = new Plan.Project(told.plan(), columns);
    int time = rows.keySize() + 1;
    if (window.every() == 1) {
      Plan plan = window.over(events, groups(), time, merging);
      return projection(plan, told.inputs(), first + states.size(), window.toString());
    }
    Plan numbered =
        new Plan.Over(
            events,
            groups(),
            new Plan.Order.OfLog(Plan.Scope.GROUP, new Frame.Rows(Integer.MAX_VALUE)),
            List.of(Aggregations.count()));
    int number = first + states.size();
    Plan plan =
        new Plan.Filter(
            window.over(numbered, groups(), time, merging),
            new OneInSoMany(number, window.every()));
    return projection(plan, told.inputs(), number + 1, window.toString());
  }

  /** Whether the number of an event is a multiple of another. */
  private record OneInSoMany(int number, int every) implements Expression {
    @Override
    public Object of(Tuple row) {
      return (Long) Objects.requireNonNull(row.get(number)) % every == 0;
    }
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
  private Projection<K, V> projection(
      Plan plan, List<Stages.Input<?>> inputs, int results, String words) {
    List<Object> code = new ArrayList<>(contents.code());
    code.addAll(AddedUp.code(parts));
    return NamedProjection.of(rows.keyed())
        .through(
            Stages.of(plan, inputs, new FinishedRows<>(rows, states, results))
                .clockedBy(closing.clocking())
                .inWords(contents.inWords() + words.strip())
                .writtenWith(code));
  }
}
