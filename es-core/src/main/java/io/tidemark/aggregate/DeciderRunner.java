package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.Versioned;
import io.tidemark.aggregate.CommandLoop.Setup;
import io.tidemark.codec.EventCodec;
import io.tidemark.snapshot.SnapshotForm;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.snapshot.Snapshots;
import io.tidemark.store.EventStore;
import java.time.Clock;

/**
 * Executes the commands of a decider. Each thing it decides about is one stream of one category.
 *
 * <p>Thread-safe, and like {@link AggregateRepository} in every other way too.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public final class DeciderRunner<C, S, E> {
  private final CommandLoop<C, S, E> loop;

  private DeciderRunner(Setup<C, S, E> setup) {
    this.loop = new CommandLoop<>(setup);
  }

  /** For the streams of a category. */
  public static <C, S, E> DeciderRunner<C, S, E> of(
      String category, Decider<C, S, E> decider, EventStore store, EventCodec<E> codec) {
    return new DeciderRunner<>(Setup.of(category, new DeciderLogic<>(decider), store, codec));
  }

  /**
   * A copy that starts loading from snapshots, and saves them by this policy.
   *
   * @param state class of the state: a record, or a sealed type of records
   */
  public DeciderRunner<C, S, E> withSnapshots(
      SnapshotStore store, SnapshotPolicy policy, Class<S> state) {
    Snapshots<S> snapshots = Snapshots.in(store, policy, SnapshotForm.ofState(state));
    return new DeciderRunner<>(loop.setup().with(snapshots));
  }

  /** A copy with this policy on conflicts. */
  public DeciderRunner<C, S, E> withRetry(RetryPolicy retry) {
    return new DeciderRunner<>(loop.setup().with(retry));
  }

  /** A copy that takes {@code occurredAt} from this clock. */
  public DeciderRunner<C, S, E> withClock(Clock clock) {
    return new DeciderRunner<>(loop.setup().with(clock));
  }

  /** {@link #execute(String, Metadata, Object)} without metadata. */
  public CommandResult execute(String key, C command) {
    return execute(key, Metadata.empty(), command);
  }

  /**
   * Decides a command on the newest state, and returns once the events are durable; decides again
   * if somebody else appended first. Throws what {@link Decider#decide} throws, and the exceptions
   * of {@link AggregateRepository#execute(String, Metadata, java.util.function.Consumer)}.
   */
  public CommandResult execute(String key, Metadata metadata, C command) {
    return loop.execute(key, metadata, command);
  }

  /** The state as it is; the initial one with version 0 if there are no events. */
  public Versioned<S> load(String key) {
    return load(key, AsOf.latest());
  }

  /** The state as it was at a point. */
  public Versioned<S> load(String key, AsOf point) {
    return loop.load(key, point);
  }
}
