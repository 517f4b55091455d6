package io.tidemark.stage;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Elements joined with the row of a read model that has a key.
 *
 * @param kept the form in which elements are remembered, if they are: when the row changes they
 *     come again
 * @param isLeft whether elements without a row are there too
 */
record WithReadModel<Q, K, S, R>(
    Elements<Q> left,
    Optional<KeptRecord<Q>> kept,
    Projection<K, S> readModel,
    Function<? super Q, ? extends @Nullable K> keys,
    boolean isLeft,
    ReadModelJoin.Both<Q, S, R> both,
    String name)
    implements Elements<R> {
  private static final int KEY = 0;
  private static final int LEFT_WIDTH = 5;
  private static final int ROW = LEFT_WIDTH + 1;

  @Override
  public boolean isLasting() {
    return kept.isEmpty() && left.isLasting();
  }

  @Override
  public boolean isOneOfEvent() {
    return left.isOneOfEvent();
  }

  @Override
  public String inWords() {
    return "%s %sjoined with \"%s\" %s %s to %s"
        .formatted(
            left.inWords(),
            isLeft ? "left " : "",
            readModel.name(),
            rows().inWords(),
            kept.map(record -> "as it is, of " + record.inWords()).orElse("as of the event"),
            name);
  }

  @Override
  public Stream<Object> code() {
    return Stream.concat(left.code(), Stream.of(keys, both.code()));
  }

  private KeptRecord<S> rows() {
    return new KeptRecord<>(readModel.rows());
  }

  @Override
  public Plan plan(Numbering sources, Shape shape) {
    Plan elements = left.plan(sources, Shape.of(LEFT_WIDTH, this::withKey));
    KeptRecord<S> rows = rows();
    Stages.Input<?> table =
        Stages.Input.ofRows(readModel, row -> Tuple.of(key(readModel.keyOf(row)), rows.tuple(row)));
    Plan joined =
        new Plan.TableJoin(
            elements,
            new Plan.Source(sources.add(table), 2, Optional.of(List.of(KEY)), false),
            List.of(KEY),
            List.of(KEY),
            kept.isPresent() ? Moment.NOW : Moment.OF_EVENT,
            isLeft);
    return new Plan.Expand(joined, shape.width(), row -> shape.rows().apply(element(row, rows)));
  }

  private Tuple key(K key) {
    return KeptRecord.key(readModel.key().components(), readModel.key().values(key));
  }

  @SuppressWarnings("unchecked") // the column has the elements of the left
  private Tuple withKey(Tuple element) {
    Q value = (Q) Objects.requireNonNull(element.get(Shape.ELEMENT));
    @Nullable K key = keys.apply(value);
    return Tuple.of(
        key == null ? null : key(readModel.keyForm(key)),
        element.get(Shape.OCCURRED),
        element.get(Shape.RECORDED),
        element.get(Shape.POSITION),
        kept.isPresent() ? kept.get().tuple(value) : value);
  }

  @SuppressWarnings("unchecked") // as above
  private Tuple element(Tuple row, KeptRecord<S> rows) {
    Object value = Objects.requireNonNull(row.get(LEFT_WIDTH - 1));
    Q element = kept.isPresent() ? kept.get().record((Tuple) value) : (Q) value;
    Optional<S> found = Optional.ofNullable((Tuple) row.get(ROW)).map(rows::record);
    return Tuple.of(
        Objects.requireNonNull(both.of(element, found), name),
        row.get(Shape.OCCURRED),
        row.get(Shape.RECORDED),
        row.get(Shape.POSITION));
  }
}
