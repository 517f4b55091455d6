package io.tidemark.testing;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tests an aggregate by its events, through a real repository, codec and store in memory:
 *
 * <pre>{@code
 * fixture
 *     .given(new Opened("Anna"), new Deposited(TEN))
 *     .when(account -> account.withdraw(ONE))
 *     .thenRaised(new Withdrawn(ONE));
 * }</pre>
 *
 * <p>Immutable; one fixture may be used for many tests.
 *
 * @param <A> the aggregate
 * @param <E> its events
 */
public final class AggregateFixture<A extends Aggregate<E>, E> {
  /** Key of the aggregate that commands are given. */
  public static final String KEY = "1";

  private final String category;
  private final Supplier<A> factory;
  private final EventCodec<E> codec;
  private final List<E> history;

  private AggregateFixture(
      String category, Supplier<A> factory, EventCodec<E> codec, List<E> history) {
    this.category = Objects.requireNonNull(category, "category");
    this.factory = Objects.requireNonNull(factory, "factory");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.history = history;
  }

  /** For aggregates of a category. */
  public static <A extends Aggregate<E>, E> AggregateFixture<A, E> of(
      String category, Supplier<A> factory, EventCodec<E> codec) {
    return new AggregateFixture<>(category, factory, codec, List.of());
  }

  /** A fixture whose aggregate has this history. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final AggregateFixture<A, E> given(E... events) {
    return new AggregateFixture<>(category, factory, codec, List.of(events));
  }

  /** Executes a command on the aggregate, and remembers what came of it. */
  public Outcome<A, E> when(Consumer<A> command) {
    try (History<E> stored = new History<>(category, new InMemoryEventStore(), codec)) {
      stored.append(history);
      AggregateRepository<A, E> repository =
          AggregateRepository.of(category, factory, stored.store(), codec);
      return Outcome.of(
          () -> repository.execute(KEY, command),
          () -> stored.after(history.size()),
          () -> repository.load(KEY));
    }
  }
}
