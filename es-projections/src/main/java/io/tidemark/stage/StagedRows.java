package io.tidemark.stage;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.projection.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of elements that hang on several events. */
final class StagedRows<R, K, V> {
  private static final int KEY = 0;
  private static final int ROW = 1;
  private static final int POSITION = 2;

  private final NamedProjection<K, V> named;
  private final NamedRows<K, V> rows;
  private final KeptRecord<V> kept;
  private final Stage<R> stage;

  StagedRows(NamedProjection<K, V> named, Stage<R> stage) {
    this.named = named;
    this.rows = named.rows();
    this.kept = new KeptRecord<>(rows.type());
    this.stage = stage;
  }

  private Tuple key(K key) {
    return KeptRecord.key(rows.key().components(), rows.key().values(rows.key().form(key)));
  }

  /** The elements, which are such rows: of those of one key the one whose event is the last. */
  Projection<K, V> asTheyAre() {
    Shape shape = Shape.of(3, this::row);
    StagePlan plan = stage.plan(shape);
    if (stage.isLasting()) {
      return projection(plan, plan.plan(), "", List.of());
    }
    Plan latest =
        new Plan.Top(
            plan.plan(), List.of(KEY), List.of(new Plan.SortKey(POSITION, true, false)), 1);
    return projection(plan, latest, " as rows", List.of());
  }

  @SuppressWarnings("unchecked") // the elements are the rows
  private Tuple row(Tuple element) {
    V row = (V) Objects.requireNonNull(element.get(Shape.ELEMENT));
    return Tuple.of(key(rows.keyOf(row)), kept.tuple(row), element.get(Shape.POSITION));
  }

  /** What is folded of the elements. */
  Projection<K, V> folded(
      Function<? super R, ? extends @Nullable K> keys,
      BiFunction<@Nullable V, ? super R, ? extends @Nullable V> fold) {
    StagePlan plan = stage.plan(Shape.ofSome(2, element -> keyed(keys, element).stream().toList()));
    Plan folded = grouped(plan.plan(), new Folded(fold));
    Plan there = new Plan.Filter(folded, row -> !Tuple.EMPTY.equals(row.get(ROW)));
    return projection(plan, there, " folded", List.of(keys, fold));
  }

  @SuppressWarnings("unchecked") // the column has the elements
  private Optional<Tuple> keyed(Function<? super R, ? extends @Nullable K> keys, Tuple element) {
    Object value = Objects.requireNonNull(element.get(Shape.ELEMENT));
    @Nullable K key = keys.apply((R) value);
    return key == null ? Optional.empty() : Optional.of(Tuple.of(key(key), value));
  }

  private static Plan grouped(Plan input, Aggregation aggregation) {
    return new Plan.Aggregate(
        input, List.of(KEY), Optional.empty(), List.of(aggregation), Emission.ALWAYS);
  }

  private Projection<K, V> projection(StagePlan plan, Plan root, String words, List<Object> more) {
    List<Object> code = new ArrayList<>(stage.code());
    code.addAll(more);
    return named.through(
        Stages.of(root, plan.inputs(), row -> kept.in(row, ROW))
            .inWords(stage.inWords() + words)
            .writtenWith(code));
  }

  /** Folds elements; what is remembered is the row, or nothing. */
  private final class Folded implements Aggregation {
    private final BiFunction<@Nullable V, ? super R, ? extends @Nullable V> fold;

    private Folded(BiFunction<@Nullable V, ? super R, ? extends @Nullable V> fold) {
      this.fold = fold;
    }

    @Override
    @SuppressWarnings("unchecked") // the column has the elements
    public Object add(@Nullable Object state, Tuple row) {
      V before = state == null || state.equals(Tuple.EMPTY) ? null : kept.record((Tuple) state);
      V after = fold.apply(before, (R) Objects.requireNonNull(row.get(ROW)));
      if (after == null) {
        return Tuple.EMPTY;
      }
      if (!key(rows.keyOf(after)).equals(row.get(KEY))) {
        throw new IllegalStateException(
            "Wrong key in row: expected %s, actual %s".formatted(row.get(KEY), after));
      }
      return kept.tuple(after);
    }

    @Override
    public Object merge(Object first, Object second) {
      throw new UnsupportedOperationException("Folds are not merged");
    }

    @Override
    public boolean canRemove() {
      return false;
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
      return state;
    }
  }
}
