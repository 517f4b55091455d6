package io.tidemark.reaction;

import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Plan;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowStep;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done because of rows of a projection: events are appended, handlers are called, in the
 * transaction that writes the rows and moves the checkpoint, and so once.
 *
 * <pre>{@code
 * Reaction<String, Balance> overdrawn =
 *     Reaction.to(Balance.PROJECTION)
 *         .when(balance -> balance.amount().signum() < 0)
 *         .append("alert", Balance::id, balance -> new Overdrawn(balance.id()), Alert.CODEC);
 * runner.add(projections.exactlyOnce(overdrawn.projection()));
 * }</pre>
 *
 * <p>Conditions are looked at after each event, never after each batch: so what is done is the same
 * in batches of whatever size. Only whoever runs the projection reacts: a rebuild beside, a
 * verification, a what-if and rows in memory do not. It reacts to what comes after the place where
 * the rows are when it first runs; to react to history too, run it from the beginning. From then on
 * a definition without the reaction cannot run the rows.
 *
 * <p>Immutable and thread-safe, as far as what it is defined with is.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class Reaction<K, V> {
  private final Projection<K, V> projection;
  private final List<Clause<K, V>> clauses;
  private final boolean mayReadItself;

  private Reaction(Projection<K, V> projection, List<Clause<K, V>> clauses, boolean mayReadItself) {
    this.projection = projection;
    this.clauses = clauses;
    this.mayReadItself = mayReadItself;
  }

  /**
   * To rows of this projection; says next when. {@link #projection} gives what is run.
   *
   * @throws IllegalArgumentException if it is reacted to already, or parks events: what these do
   *     later is done out of the order of the log
   */
  public static <K, V> Reaction<K, V> to(Projection<K, V> projection) {
    if (projection.reactions().isPresent()) {
      throw new IllegalArgumentException(
          "Invalid reaction to %s: expected a projection that is not reacted to, actual one that is; say more conditions of one reaction"
              .formatted(projection.name()));
    }
    Reaction<K, V> reaction = new Reaction<>(projection, List.of(), false);
    reaction.projection(); // refuses what cannot be reacted to, here and not later
    return reaction;
  }

  /**
   * The same, which may append events of a category that its projection is made from. Who says so
   * sees to it that this comes to an end: each such event may change rows that are reacted to.
   */
  public Reaction<K, V> mayReadItself() {
    return new Reaction<>(projection, clauses, true);
  }

  /**
   * When a row comes to meet a condition: after an event it does, and before it there was no such
   * row, or it did not. A row of a window that closes was not there before. If it meets it, meets
   * it no more, and meets it again, that is two times.
   *
   * @param condition must depend on the row only
   */
  public OfRows<K, V> when(Predicate<? super V> condition) {
    Objects.requireNonNull(condition, "condition");
    return new OfRows<>(
        this,
        step ->
            step.after().filter(condition).isPresent()
                && step.before().filter(condition).isEmpty());
  }

  /**
   * When a row that meets a condition appears: after an event it is there, and before it there was
   * none with its key. One that comes to meet the condition later is left to {@link #when} and
   * {@link #whenCorrected}: so in windows with a row for each event, one that comes late makes no
   * row appear but its own.
   *
   * @param condition must depend on the row only
   */
  public OfRows<K, V> whenAppears(Predicate<? super V> condition) {
    Objects.requireNonNull(condition, "condition");
    return new OfRows<>(
        this, step -> step.before().isEmpty() && step.after().filter(condition).isPresent());
  }

  /**
   * When a row that met a condition is another one after an event, or is gone. To take back or put
   * right what was done because of it.
   *
   * @param condition on the row as it was; must depend on it only
   * @throws IllegalArgumentException if rows also go because they are old: nothing was wrong then
   */
  public OfCorrections<K, V> whenCorrected(Predicate<? super V> condition) {
    Objects.requireNonNull(condition, "condition");
    if (projection.stages().filter(stages -> letsRowsGo(stages.plan())).isPresent()) {
      throw new IllegalArgumentException(
          "Invalid reaction to corrections of %s: expected rows that stay, actual ones with a retention, which also go because they are old"
              .formatted(projection.name()));
    }
    return new OfCorrections<>(this, step -> step.before().filter(condition).isPresent());
  }

  /** Whether rows go because they are old. */
  private static boolean letsRowsGo(Plan plan) {
    return (plan instanceof Plan.Retained retained && retained.isTakenBack())
        || plan.inputs().stream().anyMatch(Reaction::letsRowsGo);
  }

  private Reaction<K, V> with(Predicate<RowStep<K, V>> isMet, Clause.Deed<K, V> deed) {
    List<Clause<K, V>> more = new ArrayList<>(clauses);
    more.add(new Clause<>(isMet, deed));
    return new Reaction<>(projection, List.copyOf(more), mayReadItself);
  }

  private <E> Reaction<K, V> appending(
      Predicate<RowStep<K, V>> isMet, Clause.Append<K, V, E> append) {
    LogQuery read = Projection.queryOfAll(Stream.of(projection));
    Set<String> categories =
        Stream.concat(
                read.categories().stream(), read.selectors().stream().map(EventSelector::category))
            .collect(Collectors.toCollection(TreeSet::new));
    if (categories.contains(append.category()) && !mayReadItself) {
      throw new IllegalArgumentException(
          "Invalid reaction to %s: expected events of a category that it is not made from, or mayReadItself() first, actual %s, of %s"
              .formatted(projection.name(), append.category(), categories));
    }
    return with(isMet, append);
  }

  /**
   * The projection with this reaction: what is run, rebuilt and asked. All that is true of the
   * projection is true of it, but that it cannot be run inline.
   */
  public Projection<K, V> projection() {
    return projection.reacting(new Reacting());
  }

  /** What is carried out. */
  private final class Reacting implements RowStep.Reacting<K, V> {
    @Override
    public boolean appends() {
      return clauses.stream().anyMatch(clause -> clause.deed() instanceof Clause.Append<?, ?, ?>);
    }

    @Override
    public void react(List<RowStep<K, V>> steps, RowStep.Effects effects) {
      Map<K, RowStep<K, V>> byEvent = new LinkedHashMap<>();
      @Nullable RecordedEvent event = null;
      for (RowStep<K, V> step : steps) {
        if (!step.event().equals(event)) {
          reactToEvent(byEvent, effects);
          event = step.event();
        }
        byEvent.merge(
            step.key(),
            step,
            (first, last) ->
                new RowStep<>(first.key(), first.event(), first.before(), last.after()));
      }
      reactToEvent(byEvent, effects);
    }
  }

  private void reactToEvent(Map<K, RowStep<K, V>> byKey, RowStep.Effects effects) {
    byKey.values().stream().filter(RowStep::isChange).forEach(step -> react(step, effects));
    byKey.clear();
  }

  private void react(RowStep<K, V> step, RowStep.Effects effects) {
    RecordedEvent event = step.event();
    try {
      for (int i = 0; i < clauses.size(); i++) {
        if (clauses.get(i).isMet().test(step)) {
          clauses.get(i).deed().on(occasion(step, i), effects);
        }
      }
    } catch (RetryableException e) {
      throw e; // no event is to blame for what may pass
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new EventHandlingException(projection.name(), event, e);
    }
  }

  private Occasion<K, V> occasion(RowStep<K, V> step, int number) {
    return new Occasion<>(
        OccasionId.of(projection.name(), projection.keyText(step.key()), step.event(), number),
        step.key(),
        step.before(),
        step.after(),
        step.event());
  }

  /**
   * Says next what is done because of a row. Immutable and thread-safe.
   *
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class OfRows<K, V> {
    private final Reaction<K, V> before;
    private final Predicate<RowStep<K, V>> isMet;

    private OfRows(Reaction<K, V> before, Predicate<RowStep<K, V>> isMet) {
      this.before = before;
      this.isMet = isMet;
    }

    /**
     * An event is appended to a stream of a category, whatever its version. It happened when the
     * event did by which the row came to be, and names that one as its cause.
     *
     * <p>It is not appended again if it is in the log already, as it is when rows are made again
     * from the beginning: it is found by its id, which follows from the projection, the key of the
     * row, the position of the event that caused it, and which of the conditions this is; so add
     * others behind it.
     *
     * @param category of streams that the projection is not made from
     * @param key gives the key of the stream; must depend on the row only, as the event must
     * @throws IllegalArgumentException if the projection is made from events of the category, and
     *     it was not said that it {@linkplain #mayReadItself may} be
     */
    public <E> Reaction<K, V> append(
        String category,
        Function<? super V, String> key,
        Function<? super V, E> event,
        EventCodec<? super E> codec) {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(event, "event");
      return before.appending(
          isMet,
          new Clause.Append<>(
              Objects.requireNonNull(category, "category"),
              occasion -> key.apply(occasion.row()),
              occasion -> event.apply(occasion.row()),
              Objects.requireNonNull(codec, "codec")));
    }

    /** A handler is called. */
    public Reaction<K, V> call(ReactionHandler<K, V> handler) {
      return before.with(isMet, new Clause.Call<>(Objects.requireNonNull(handler, "handler")));
    }
  }

  /**
   * Says next what is done because a row was corrected. Immutable and thread-safe.
   *
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class OfCorrections<K, V> {
    private final Reaction<K, V> before;
    private final Predicate<RowStep<K, V>> isMet;

    private OfCorrections(Reaction<K, V> before, Predicate<RowStep<K, V>> isMet) {
      this.before = before;
      this.isMet = isMet;
    }

    /**
     * An event is appended, as by {@link OfRows#append}.
     *
     * @param key gives the key of the stream; must depend on the occasion only, as the event must
     * @throws IllegalArgumentException as there
     */
    public <E> Reaction<K, V> append(
        String category,
        Function<Occasion<K, V>, String> key,
        Function<Occasion<K, V>, E> event,
        EventCodec<? super E> codec) {
      return before.appending(
          isMet,
          new Clause.Append<>(
              Objects.requireNonNull(category, "category"),
              Objects.requireNonNull(key, "key"),
              Objects.requireNonNull(event, "event"),
              Objects.requireNonNull(codec, "codec")));
    }

    /** A handler is called. */
    public Reaction<K, V> call(ReactionHandler<K, V> handler) {
      return before.with(isMet, new Clause.Call<>(Objects.requireNonNull(handler, "handler")));
    }
  }
}
