package io.tidemark.stage;

import io.tidemark.codec.EventCodec;
import io.tidemark.projection.Folder;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import io.tidemark.row.RowComponent;
import io.tidemark.store.EventSelector;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a step between events and rows gives: elements, which are events or records made of them. A
 * stage is no more than a definition: it is carried out by the projection that is made from it, and
 * at every position its elements are what all events up to there give.
 *
 * <pre>{@code
 * Stage<Movement> movements =
 *     Stage.from("account", accountCodec)
 *         .map(Movement.class, Movement::of)
 *         .merge(Stage.from("card", cardCodec).map(Movement.class, Movement::of))
 *         .filter(movement -> movement.amount() > 0);
 *
 * Windows.named("hours", Hour.class, Hour::account)
 *     .from(movements)
 *     .keyedBy(Movement::account)
 *     .over(Window.tumbling(Duration.ofHours(1)))
 *     ...
 * }</pre>
 *
 * <p>An element has the times and the position of its event. Immutable and thread-safe; the
 * functions that it is given must depend on their arguments only, as every fold.
 *
 * @param <R> the elements
 */
public final class Stage<R> {
  private final Class<R> type;
  private final Elements<R> elements;

  Stage(Class<R> type, Elements<R> elements) {
    this.type = Objects.requireNonNull(type, "type");
    this.elements = elements;
  }

  /** Begins with the events of the streams in this category. */
  public static <E> StageSource<E> from(String category, EventCodec<E> codec) {
    return new StageSource<>(new Stages.Events<>(EventSelector.ofCategory(category), codec));
  }

  /** The elements that meet a condition. */
  public Stage<R> filter(Predicate<? super R> condition) {
    return filter(condition, "filtered", condition);
  }

  private Stage<R> filter(Predicate<? super R> condition, String words, Object code) {
    Objects.requireNonNull(condition, "condition");
    return new Stage<>(
        type,
        elements.through(
            new Elements.Step<R, R>(
                element -> condition.test(element) ? List.of(element) : List.of(),
                true,
                words,
                List.of(code))));
  }

  /**
   * What is made of each element; of none for which that is null.
   *
   * @param other the class of what is made
   */
  public <T> Stage<T> map(Class<T> other, Function<? super R, ? extends @Nullable T> function) {
    Objects.requireNonNull(function, "function");
    return new Stage<>(
        other,
        elements.through(
            new Elements.Step<R, T>(
                element -> Optional.<T>ofNullable(function.apply(element)).stream().toList(),
                true,
                "to " + other.getSimpleName(),
                List.of(function))));
  }

  /**
   * The same, any number of them of each element.
   *
   * @param other the class of what is made
   */
  public <T> Stage<T> flatMap(
      Class<T> other, Function<? super R, ? extends List<? extends T>> function) {
    Objects.requireNonNull(function, "function");
    return new Stage<>(
        other,
        elements.through(
            new Elements.Step<R, T>(
                function, false, "to each " + other.getSimpleName(), List.of(function))));
  }

  /** The elements that are of this class. */
  public <T extends R> Stage<T> only(Class<T> some) {
    return new Stage<>(
        some,
        elements.through(
            new Elements.Step<R, T>(
                element -> some.isInstance(element) ? List.of(some.cast(element)) : List.of(),
                true,
                "only " + some.getSimpleName(),
                List.of())));
  }

  /**
   * The elements of both. Where both are made of the same events by the same codec, those of an
   * event come in this order.
   */
  public Stage<R> merge(Stage<R> other) {
    return new Stage<>(type, Merged.of(List.of(elements, other.elements)));
  }

  /** The elements that meet a condition, and the others. */
  public Branches<R> branch(Predicate<? super R> condition) {
    return new Branches<>(
        filter(condition), filter(condition.negate(), "filtered otherwise", condition));
  }

  /**
   * Two parts of a stage, in which each of its elements is once.
   *
   * @param matching those that meet the condition
   * @param others those that do not
   */
  public record Branches<R>(Stage<R> matching, Stage<R> others) {}

  /**
   * Each element with the row of a read model that has a key. The read model must keep {@linkplain
   * Projection#withHistory history} and stop at errors, as for {@link Projection#fromChangesOf}.
   *
   * @param keys gives the key; null for none
   */
  public <K, S> ReadModelJoin<R, K, S> join(
      Projection<K, S> readModel, Function<? super R, ? extends @Nullable K> keys) {
    return new ReadModelJoin<>(this, readModel, keys);
  }

  /**
   * Pairs of elements of this stage and of another that have an equal value in a component. Both
   * are kept for as long as there are rows, since the other one may come late.
   *
   * @param mine a component of the elements, which must be records
   * @param theirs a component of the others, which must be records too
   * @throws IllegalArgumentException if one of the records has a component that cannot be kept, or
   *     one of the two has no order; or if elements are taken back
   */
  public <S, J> PairJoin<R, S> pairedWith(
      Stage<S> other, Accessor<R, J> mine, Accessor<S, J> theirs) {
    return new PairJoin<>(side(mine), other.side(theirs));
  }

  private Paired.Side<R> side(Accessor<R, ?> accessor) {
    requireLasting("a join within a time", "join it with the read model behind that");
    KeptRecord<R> kept = KeptRecord.of(type, "a join within a time");
    RowComponent component = kept.type().component(ComponentName.of(accessor));
    component.requireOrder("component of a join within a time");
    return new Paired.Side<>(elements, kept, component);
  }

  /**
   * A projection whose rows are the elements. Of several with the same key the last one in the log
   * is the row.
   *
   * @throws IllegalArgumentException if a read model that it is joined with does not keep history,
   *     or its changes are not the same at every replay for another reason
   */
  public <K> Projection<K, R> into(NamedProjection<K, R> rows) {
    return elements.told().isEmpty()
        ? new StagedRows<>(rows, this).asTheyAre()
        : into(rows, rows.rows()::keyOf, (before, element) -> element);
  }

  /**
   * A projection of which each element changes a row.
   *
   * @param keys gives the key of the row; null if an element changes none
   * @param fold gives the row after an element, null if there is none any more; as before it null
   *     if there is none
   * @throws IllegalArgumentException if elements are taken back, which a fold cannot follow; or as
   *     {@link #into(NamedProjection)} does
   */
  public <K, V> Projection<K, V> into(
      NamedProjection<K, V> rows,
      Function<? super R, ? extends @Nullable K> keys,
      BiFunction<@Nullable V, ? super R, ? extends @Nullable V> fold) {
    requireLasting(
        "a fold", "add them up with accumulators that can forget, in windows or over all time");
    if (elements.told().isEmpty()) {
      return new StagedRows<>(rows, this).folded(keys, fold);
    }
    KeySelector.Each<R, K> each =
        (element, recorded) -> Optional.<K>ofNullable(keys.apply(element)).stream().toList();
    return folded(
        rows,
        each,
        (before, key, element, recorded) -> fold.apply(before, element),
        "",
        List.of(keys, fold));
  }

  /**
   * A projection that folds elements as they come, without state.
   *
   * <p>Not API.
   *
   * @param words what is done with the elements, in words
   * @param code what that was written with
   * @throws IllegalStateException if elements hang on several events
   */
  public <K, V> Projection<K, V> folded(
      NamedProjection<K, V> rows,
      KeySelector.Each<R, K> keys,
      Folder.Each<R, K, V> fold,
      String words,
      List<Object> code) {
    if (!isOfSingleEvents()) {
      throw new IllegalStateException("Elements hang on several events: " + inWords());
    }
    Projection<K, V> projection = rows.fromNothing();
    for (Told<?, R> each : elements.told()) {
      projection = FoldedElements.in(projection, each, keys, fold, words, code);
    }
    return projection;
  }

  /**
   * What it gives, as a plan.
   *
   * <p>Not API.
   */
  public StagePlan plan(Shape shape) {
    Numbering sources = new Numbering();
    return new StagePlan(elements.plan(sources, shape), sources.inputs());
  }

  /**
   * Whether each element is made of one event alone.
   *
   * <p>Not API.
   */
  public boolean isOfSingleEvents() {
    return !elements.told().isEmpty();
  }

  /**
   * Whether there is at most one element of each event.
   *
   * <p>Not API.
   */
  public boolean isOneOfEvent() {
    return elements.isOneOfEvent();
  }

  /**
   * Whether no element is ever taken back.
   *
   * <p>Not API.
   */
  public boolean isLasting() {
    return elements.isLasting();
  }

  /**
   * Refuses elements that are taken back.
   *
   * <p>Not API.
   *
   * @param what cannot take them back, in words
   * @param instead what to do instead, in words
   */
  public void requireLasting(String what, String instead) {
    if (!isLasting()) {
      throw new IllegalArgumentException(
          "Invalid stage of %s: expected elements that stay, actual %s, which are taken back when a row changes; %s"
              .formatted(what, inWords(), instead));
    }
  }

  /**
   * In words: others have other words.
   *
   * <p>Not API.
   */
  public String inWords() {
    return elements.inWords();
  }

  /**
   * What it was written with.
   *
   * <p>Not API.
   */
  public List<Object> code() {
    return elements.code().toList();
  }

  Class<R> type() {
    return type;
  }

  Elements<R> elements() {
    return elements;
  }

  @Override
  public String toString() {
    return inWords();
  }
}
