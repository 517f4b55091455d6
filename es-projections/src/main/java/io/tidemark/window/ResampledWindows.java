package io.tidemark.window;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import io.tidemark.row.KeyType;
import io.tidemark.row.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows over the closed rows of finer ones. The columns that are added up are the key, then when
 * the finer window begins, and then its row, as its own plan has it.
 *
 * @param stages of the finer windows
 * @param windows their plan, in which none goes
 * @param keys give the key of a row of theirs; empty for the one that it has
 */
record ResampledWindows<F, G, V>(
    Stages<F> stages,
    Plan.Aggregate windows,
    Optional<Function<? super F, ? extends @Nullable G>> keys,
    WindowRows<G, WindowKey<G>, V> rows,
    Window window,
    List<AddedUp<F>> parts) {

  Projection<WindowKey<G>, V> projection() {
    List<StateOfEvents<F>> states = states();
    List<Aggregation> aggregations = new ArrayList<>();
    states.forEach(state -> aggregations.add(new OfRow<>(state, time() + 1, stages.rows())));
    Plan.Aggregate plan =
        new Plan.Aggregate(
            keyed(),
            IntStream.range(0, time()).boxed().toList(),
            Optional.of(window.windowing(time())),
            aggregations,
            window.clocking().emission());
    List<Object> code = new ArrayList<>(stages.code());
    keys.ifPresent(code::add);
    parts.forEach(part -> code.addAll(part.accumulator().code()));
    return NamedProjection.of(rows.keyed())
        .through(
            Stages.of(
                    window.closing().retained(plan),
                    stages.inputs(),
                    new FinishedRows<>(rows, states, rows.first()))
                .clockedBy(clocking())
                .inWords("%s and these%s".formatted(stages.words(), window.inWords()))
                .writtenWith(code));
  }

  /** That of the finer ones; an idle time is also for what waits in these. */
  private Clocking clocking() {
    Clocking finer = stages.clocking();
    return window.clocking().idle().map(finer::idleAfter).orElse(finer);
  }

  /** Rows of finer windows come in the order in which these close, and again when they change. */
  private List<StateOfEvents<F>> states() {
    List<StateOfEvents<F>> states = new ArrayList<>();
    for (AddedUp<F> part : parts) {
      part.requireAnyOrder(rows.name(), rows.type());
      states.add(new StateOfEvents<>(part, rows.type().components().get(part.component()), 0));
    }
    return states;
  }

  private int time() {
    return rows.keySize();
  }

  private Plan keyed() {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < time(); i++) {
      int index = i;
      columns.add(
          keys.<Expression>map(each -> new KeyPart(each, index))
              .orElseGet(() -> Expression.column(index)));
    }
    columns.add(Expression.column(windows.groups().size()));
    columns.add(row -> row);
    Plan finer = finer();
    return new Plan.Project(
        keys.<Plan>map(each -> new Plan.Filter(finer, row -> key(each, row) != null)).orElse(finer),
        columns);
  }

  /** What no coarser one can need any more is forgotten, and stays a part of these. */
  private Plan finer() {
    return LongStream.concat(ownAge().stream(), neededAge().stream()).min().stream()
        .<Plan>mapToObj(age -> new Plan.Retained(windows, age, false))
        .findFirst()
        .orElse(windows);
  }

  private OptionalLong ownAge() {
    return stages.plan() instanceof Plan.Retained retained
        ? OptionalLong.of(retained.age())
        : OptionalLong.empty();
  }

  /** A coarser one goes at the latest when so much time has passed since its first finer one. */
  private OptionalLong neededAge() {
    long size = ((Windowing.Hopping) window.windowing(time())).size();
    return window
        .closing()
        .retention()
        .map(age -> OptionalLong.of(Micros.of(age) + size))
        .orElse(OptionalLong.empty());
  }

  private @Nullable G key(Function<? super F, ? extends @Nullable G> of, Tuple row) {
    return of.apply(stages.rows().apply(row));
  }

  /** One of the components of the key of a row of finer windows. */
  private final class KeyPart implements Expression {
    private final Function<? super F, ? extends @Nullable G> of;
    private final int index;

    KeyPart(Function<? super F, ? extends @Nullable G> of, int index) {
      this.of = of;
      this.index = index;
    }

    @Override
    public Object of(Tuple row) {
      KeyType<G> type = rows.named().key();
      G key = type.form(Objects.requireNonNull(key(of, row), "key"));
      return StoredValue.stateOf(type.components().get(index), type.values(key).get(index));
    }
  }

  /**
   * Adds up rows of finer windows.
   *
   * @param column with such a row, as its plan has it
   * @param rows makes it of that
   */
  private record OfRow<F>(StateOfEvents<F> of, int column, Function<Tuple, F> rows)
      implements Aggregation {
    @Override
    public Object add(@Nullable Object state, Tuple row) {
      return of.add(state, event(row));
    }

    private Tuple event(Tuple row) {
      return Tuple.of(rows.apply((Tuple) Objects.requireNonNull(row.get(column), "row")));
    }

    @Override
    public Object merge(Object first, Object second) {
      return of.merge(first, second);
    }

    @Override
    public boolean canRemove() {
      return of.part().accumulator().canForget();
    }

    @Override
    public Object remove(Object state, Tuple row) {
      return of.without(state, of.add(null, event(row)));
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
      return state;
    }
  }
}
