package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.codec.EventCodec;
import io.tidemark.snapshot.Snapshots;
import io.tidemark.store.EventStore;
import java.time.Clock;

/**
 * The loop under aggregates and deciders: load, decide, append, and on a conflict load and decide
 * again. Thread-safe; immutable but for the lanes in use.
 *
 * @param <C> what is asked
 * @param <S> the state it is decided on
 * @param <E> the events
 */
final class CommandLoop<C, S, E> {
  private final Setup<C, S, E> setup;
  private final StateLoader<S, E> loader;
  private final Lanes<S> lanes = new Lanes<>();

  CommandLoop(Setup<C, S, E> setup) {
    this.setup = setup;
    this.loader = new StateLoader<>(setup.logic(), setup.store(), setup.codec(), setup.snapshots());
  }

  CommandResult execute(String key, Metadata metadata, C command) {
    StreamId stream = StreamId.of(setup.category(), key);
    NestedCommands.refuse(stream);
    return lanes.on(
        stream,
        id -> new Lane<>(id, loader),
        lane -> new Execution<>(setup, lane, metadata, command).run());
  }

  Versioned<S> load(String key, AsOf point) {
    return loader.load(StreamId.of(setup.category(), key), point);
  }

  Setup<C, S, E> setup() {
    return setup;
  }

  int lanesInUse() {
    return lanes.size();
  }

  /**
   * What a loop is made of.
   *
   * @param <C> what is asked
   * @param <S> the state it is decided on
   * @param <E> the events
   */
  record Setup<C, S, E>(
      String category,
      DecisionLogic<C, S, E> logic,
      EventStore store,
      EventCodec<E> codec,
      Snapshots<S> snapshots,
      RetryPolicy retry,
      Clock clock) {

    static <C, S, E> Setup<C, S, E> of(
        String category, DecisionLogic<C, S, E> logic, EventStore store, EventCodec<E> codec) {
      return new Setup<>(
          category,
          logic,
          store,
          codec,
          Snapshots.none(),
          RetryPolicy.forCommands(),
          Clock.systemUTC());
    }

    Setup<C, S, E> with(Snapshots<S> other) {
      return new Setup<>(category, logic, store, codec, other, retry, clock);
    }

    Setup<C, S, E> with(RetryPolicy other) {
      return new Setup<>(category, logic, store, codec, snapshots, other, clock);
    }

    Setup<C, S, E> with(Clock other) {
      return new Setup<>(category, logic, store, codec, snapshots, retry, other);
    }
  }
}
