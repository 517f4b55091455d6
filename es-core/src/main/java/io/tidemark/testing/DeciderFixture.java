package io.tidemark.testing;

import io.tidemark.aggregate.Decider;
import io.tidemark.aggregate.DeciderRunner;
import io.tidemark.codec.EventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import java.util.List;
import java.util.Objects;

/**
 * Tests a decider by its events, through a real runner, codec and store in memory:
 *
 * <pre>{@code
 * fixture.given(new Requested(TEN)).when(new Confirm()).thenRaised(new Confirmed());
 * }</pre>
 *
 * <p>Immutable; one fixture may be used for many tests.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public final class DeciderFixture<C, S, E> {
  private static final String CATEGORY = "decider";

  private final Decider<C, S, E> decider;
  private final EventCodec<E> codec;
  private final List<E> history;

  private DeciderFixture(Decider<C, S, E> decider, EventCodec<E> codec, List<E> history) {
    this.decider = Objects.requireNonNull(decider, "decider");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.history = history;
  }

  /** For this decider. */
  public static <C, S, E> DeciderFixture<C, S, E> of(
      Decider<C, S, E> decider, EventCodec<E> codec) {
    return new DeciderFixture<>(decider, codec, List.of());
  }

  /** A fixture with this history. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final DeciderFixture<C, S, E> given(E... events) {
    return new DeciderFixture<>(decider, codec, List.of(events));
  }

  /** Executes a command, and remembers what came of it. */
  public Outcome<S, E> when(C command) {
    try (History<E> stored = new History<>(CATEGORY, new InMemoryEventStore(), codec)) {
      stored.append(history);
      DeciderRunner<C, S, E> runner = DeciderRunner.of(CATEGORY, decider, stored.store(), codec);
      return Outcome.of(
          () -> runner.execute(AggregateFixture.KEY, command),
          () -> stored.after(history.size()),
          () -> runner.load(AggregateFixture.KEY).state());
    }
  }
}
