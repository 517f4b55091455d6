package io.tidemark.admin;

import io.tidemark.AsOf;
import io.tidemark.Versioned;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.Decider;
import io.tidemark.aggregate.DeciderRunner;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.EventStore;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An aggregate or a decider that can be looked at by the name of its stream. Immutable; its
 * functions must be thread-safe.
 *
 * <p>What is shown of a state is up to the application: a record, a map or a value, as Jackson
 * writes it. What is null in a record is left out.
 */
public final class NamedAggregate {
  private final String category;
  private final Set<String> types;
  private final Function<EventStore, BiFunction<String, AsOf, Versioned<?>>> loader;

  private NamedAggregate(
      String category,
      Set<String> types,
      Function<EventStore, BiFunction<String, AsOf, Versioned<?>>> loader) {
    this.category = category;
    this.types = Set.copyOf(types);
    this.loader = loader;
  }

  /**
   * The aggregates of a category.
   *
   * @param factory makes one without history
   * @param shown what to show of one
   */
  public static <A extends Aggregate<E>, E> NamedAggregate of(
      String category, Supplier<A> factory, EventCodec<E> codec, Function<A, ?> shown) {
    return new NamedAggregate(
        category,
        codec.types(),
        store -> {
          AggregateRepository<A, E> repository =
              AggregateRepository.of(category, factory, store, codec);
          return (key, point) -> {
            A aggregate = repository.load(key, point);
            return new Versioned<>(shown.apply(aggregate), aggregate.version());
          };
        });
  }

  /**
   * What a decider decides about, as streams of a category.
   *
   * @param shown what to show of a state
   */
  public static <C, S, E> NamedAggregate ofDecider(
      String category, Decider<C, S, E> decider, EventCodec<E> codec, Function<S, ?> shown) {
    return new NamedAggregate(
        category,
        codec.types(),
        store -> {
          DeciderRunner<C, S, E> runner = DeciderRunner.of(category, decider, store, codec);
          return (key, point) -> {
            Versioned<S> loaded = runner.load(key, point);
            return new Versioned<>(shown.apply(loaded.state()), loaded.version());
          };
        });
  }

  /** The category of its streams. */
  public String category() {
    return category;
  }

  /** The types of their events. */
  public Set<String> types() {
    return types;
  }

  /** What to show of the one with this key at a point; version 0 if it has no events there. */
  Versioned<?> load(EventStore store, String key, AsOf point) {
    return loader.apply(store).apply(key, point);
  }
}
