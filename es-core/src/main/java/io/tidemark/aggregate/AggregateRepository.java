package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.aggregate.CommandLoop.Setup;
import io.tidemark.codec.EventCodec;
import io.tidemark.snapshot.SnapshotForm;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.snapshot.Snapshots;
import io.tidemark.store.EventStore;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Loads aggregates and executes commands on them. Each aggregate is one stream of one category.
 *
 * <p>Thread-safe. Commands on different streams do not wait for each other; those on one stream are
 * decided one after the other in memory and share their appends. Use one repository per category
 * and process, because two of them conflict with each other as two processes do.
 *
 * @param <A> the aggregate
 * @param <E> its events
 */
public final class AggregateRepository<A extends Aggregate<E>, E> {
  private final AggregateLogic<A, E> logic;
  private final CommandLoop<Consumer<A>, A, E> loop;

  private AggregateRepository(AggregateLogic<A, E> logic, Setup<Consumer<A>, A, E> setup) {
    this.logic = logic;
    this.loop = new CommandLoop<>(setup);
  }

  /** For the streams of a category; {@code factory} makes an aggregate without history. */
  public static <A extends Aggregate<E>, E> AggregateRepository<A, E> of(
      String category, Supplier<A> factory, EventStore store, EventCodec<E> codec) {
    AggregateLogic<A, E> logic = new AggregateLogic<>(factory);
    return new AggregateRepository<>(logic, Setup.of(category, logic, store, codec));
  }

  /** A copy that starts loading from snapshots, and saves them by this policy. */
  public AggregateRepository<A, E> withSnapshots(
      SnapshotStore store, SnapshotPolicy policy, StateMapping<A, ?> mapping) {
    SnapshotForm<A> form = new AggregateSnapshotForm<>(logic, mapping);
    return with(loop.setup().with(Snapshots.in(store, policy, form)));
  }

  /** A copy with this policy on conflicts. */
  public AggregateRepository<A, E> withRetry(RetryPolicy retry) {
    return with(loop.setup().with(retry));
  }

  /** A copy that takes {@code occurredAt} from this clock. */
  public AggregateRepository<A, E> withClock(Clock clock) {
    return with(loop.setup().with(clock));
  }

  /** {@link #execute(String, Metadata, Consumer)} without metadata. */
  public CommandResult execute(String key, Consumer<A> command) {
    return execute(key, Metadata.empty(), command);
  }

  /**
   * Lets a command decide on the newest state, and returns once the events it raised are durable.
   * If somebody else appended first, the command is called again, with an aggregate of the newer
   * state.
   *
   * @param command calls the aggregate; may be called more than once, so it has no effect but on
   *     the aggregate, executes no other command, and does not keep the aggregate. What it throws
   *     is thrown here, and then nothing is stored
   * @throws io.tidemark.store.WrongExpectedVersionException if others were faster each time
   * @throws io.tidemark.InvalidEventException if an event could not be read back
   * @throws io.tidemark.EventDecodingException if a stored event could not be read
   * @throws io.tidemark.store.AppendOutcomeUnknownException if the database did not answer in time
   * @throws io.tidemark.StoreUnavailableException if the database could not do it
   * @throws IllegalStateException if called within another command
   */
  public CommandResult execute(String key, Metadata metadata, Consumer<A> command) {
    return loop.execute(key, metadata, command);
  }

  /** The aggregate as it is; with version 0 if it has no events. It belongs to the caller. */
  public A load(String key) {
    return load(key, AsOf.latest());
  }

  /** The aggregate as it was at a point, as {@link #load(String)}. */
  public A load(String key, AsOf point) {
    return loop.load(key, point).state();
  }

  private AggregateRepository<A, E> with(Setup<Consumer<A>, A, E> setup) {
    return new AggregateRepository<>(logic, setup);
  }
}
