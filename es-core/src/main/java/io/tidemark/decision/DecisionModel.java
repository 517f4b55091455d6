package io.tidemark.decision;

import io.tidemark.RecordedEvent;
import io.tidemark.Tag;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.EventQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What has to be known for a decision: which events it is made on, by types and tags over all
 * streams, and how they become a state. The query is as narrow as the model, so that only events
 * that matter to a decision can come in its way.
 *
 * <p>Immutable and thread-safe, as far as the states are: a state is folded by functions that give
 * another one.
 *
 * @param <E> the family of events
 * @param <S> the state
 */
public final class DecisionModel<E, S> {
  private final Function<EventCodec<E>, EventQuery> query;
  private final Fold.Start<E, S> start;

  private DecisionModel(Function<EventCodec<E>, EventQuery> query, Fold.Start<E, S> start) {
    this.query = query;
    this.start = start;
  }

  /**
   * Begins a model with the state that there is without events.
   *
   * @param family the events that it may look at; their types are told by {@link Part#on}
   */
  public static <E, S> Part<E, S> of(Class<E> family, S initial) {
    Objects.requireNonNull(family, "family");
    return new Part<>(Objects.requireNonNull(initial, "initial"), List.of());
  }

  /** What two models know together. */
  public <T, R> DecisionModel<E, R> and(
      DecisionModel<E, T> other, BiFunction<? super S, ? super T, ? extends R> together) {
    return new DecisionModel<>(
        codec -> query.apply(codec).or(other.query.apply(codec)),
        () -> Fold.both(start.begin(), other.start.begin(), together));
  }

  /** The same events seen as another state. */
  public <R> DecisionModel<E, R> as(Function<? super S, ? extends R> view) {
    return new DecisionModel<>(query, () -> Fold.seen(start.begin(), view));
  }

  /** The events that it is made of, as they are stored. */
  public EventQuery query(EventCodec<E> codec) {
    return query.apply(codec);
  }

  Fold<E, S> begin() {
    return start.begin();
  }

  /**
   * A model of which the types are known and the tags are not yet. Immutable.
   *
   * @param <E> the family of events
   * @param <S> the state
   */
  public static final class Part<E, S> {
    private final S initial;
    private final List<Rule<E, S>> rules;

    private Part(S initial, List<Rule<E, S>> rules) {
      this.initial = initial;
      this.rules = rules;
    }

    /**
     * Events of a class change the state like this.
     *
     * @param type a class of the family, or what several have in common
     */
    public <T extends E> Part<E, S> on(
        Class<T> type, BiFunction<? super S, ? super T, ? extends S> change) {
      List<Rule<E, S>> all = new ArrayList<>(rules);
      all.add(new Rule<>(type, (state, event) -> change.apply(state, type.cast(event))));
      return new Part<>(initial, List.copyOf(all));
    }

    /**
     * Of events that have all these tags; without tags of all events of the types, which means to
     * look at each event of the log.
     *
     * @throws IllegalStateException if no type was named
     */
    public DecisionModel<E, S> tagged(Tag... tags) {
      if (rules.isEmpty()) {
        throw new IllegalStateException(
            "Invalid decision model: expected a type of events by on(..), actual none");
      }
      Set<Tag> all = Set.of(tags);
      return new DecisionModel<>(
          codec -> EventQuery.of(new EventQuery.Item(names(codec), all)),
          () -> new RuleFold<>(initial, rules, all));
    }

    private Set<String> names(EventCodec<E> codec) {
      Set<String> names = new HashSet<>();
      rules.forEach(rule -> names.addAll(codec.namesOf(rule.type())));
      return names;
    }
  }

  /** How events of a class change a state. */
  private record Rule<E, S>(Class<? extends E> type, BiFunction<S, E, S> change) {}

  /** The state of one part as it goes through the log. */
  private static final class RuleFold<E, S> implements Fold<E, S> {
    private final List<Rule<E, S>> rules;
    private final Set<Tag> tags;
    private S state;

    RuleFold(S initial, List<Rule<E, S>> rules, Set<Tag> tags) {
      this.state = initial;
      this.rules = rules;
      this.tags = tags;
    }

    @Override
    public void apply(RecordedEvent recorded, E event) {
      if (!recorded.tags().containsAll(tags)) {
        return;
      }
      for (Rule<E, S> rule : rules) {
        if (rule.type().isInstance(event)) {
          state = Objects.requireNonNull(rule.change().apply(state, event), "state after an event");
        }
      }
    }

    @Override
    public S state() {
      return state;
    }
  }
}
