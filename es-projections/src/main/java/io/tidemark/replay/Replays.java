package io.tidemark.replay;

import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.subscription.SubscriptionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Goes over history again for the projections of one schema: builds their rows anew, and compares
 * them with what the log says. Immutable and thread-safe.
 */
public final class Replays {
  private final ReadModelSchema schema;
  private final List<SubscriptionListener> listeners;

  private Replays(ReadModelSchema schema, List<SubscriptionListener> listeners) {
    this.schema = schema;
    this.listeners = List.copyOf(listeners);
  }

  /** Of these projections. */
  public static Replays of(PostgresProjections projections) {
    return new Replays(Objects.requireNonNull(projections, "projections").schema(), List.of());
  }

  /**
   * Tells this one too how each rebuild gets on, by {@link SubscriptionListener#rebuilding}. Unlike
   * the listener of one rebuild, what it throws is logged once and changes nothing.
   */
  public Replays withListener(SubscriptionListener listener) {
    List<SubscriptionListener> more = new ArrayList<>(listeners);
    more.add(Objects.requireNonNull(listener, "listener"));
    return new Replays(schema, more);
  }

  /**
   * Builds the rows anew from the whole log in a table beside the serving one, then switches in one
   * transaction. The serving rows answer queries and are kept up to date until then, and stay as
   * {@code <name>_previous}. A rebuild that was cut off at any moment is resumed by the next call.
   * Also the remedy when the record has changed or the log was rewound.
   *
   * <p>Takes two connections, and one more for each further worker. While somebody reads the
   * serving rows in a transaction that stays open, the switch is tried again and again, and the
   * rows are kept up to date meanwhile.
   *
   * @param listener told after every batch, and before every further try to switch, on this thread;
   *     what it throws ends the rebuild, to be resumed later
   * @return how far it had got at the switch
   * @throws RebuildInProgressException if somebody else is at it
   * @throws RebuildBlockedException if a view, a foreign key or a function is made of the table, or
   *     of the one that the last rebuild left: before anything is read, or at the switch
   * @throws RebuildInterruptedException if the thread is interrupted, which it then still is
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event; the
   *     serving rows stay
   */
  public RebuildProgress rebuild(
      ReadModelDefinition<?, ?> projection, Consumer<RebuildProgress> listener) {
    return rebuild(projection, RebuildOptions.defaults(), listener);
  }

  /**
   * The same with options: with several workers, at a lower rate, without the switch or only if a
   * comparison allows it.
   *
   * <p>A rebuild that was cut off is resumed by one of the same record, from the same events, by
   * the same code, as {@link ReadModelDefinition#foldVersion} tells it; else it starts over, and so
   * it does if that cannot tell, as in a native image: declare a version of the projection. A
   * set-based projection is rebuilt by one worker.
   *
   * @throws SwitchRefusedException if the policy does not allow the switch; the new rows stay
   *     beside the serving ones
   * @throws RowsAheadException if the policy wants a comparison and the serving rows are not
   *     brought to the head by whoever runs the projection
   */
  public RebuildProgress rebuild(
      ReadModelDefinition<?, ?> projection,
      RebuildOptions options,
      Consumer<RebuildProgress> listener) {
    Objects.requireNonNull(options, "options");
    return new Rebuild<>(schema, projection, watched(projection, listener)).run(options);
  }

  /**
   * What a rebuild would cost. Reads some thousand events, and changes nothing.
   *
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses one of them
   * @throws io.tidemark.projection.set.SetStatementException if its statement does
   */
  public RebuildEstimate estimate(ReadModelDefinition<?, ?> projection) {
    return new Estimation<>(schema, projection).run();
  }

  /**
   * Compares the rows of a rebuild without a switch with the serving ones, at the position of
   * these. Both are read in the order of their keys; memory holds a page of either. If some differ,
   * the log is read once more to find out from which event on.
   *
   * @throws RowsMissingException if there are no such rows
   * @throws ProjectionChangedException if they were made by other code, have another key than the
   *     serving ones, or were made by several workers and have a unique index now
   * @throws RowsAheadException if they are ahead of the serving ones, and nobody runs the
   *     projection; or as {@link #verify}
   * @throws RebuildInProgressException if somebody else has them in hand
   */
  public ComparisonReport compare(ReadModelDefinition<?, ?> projection) {
    return switching(projection, Slot.REBUILD).compare();
  }

  /**
   * Brings the rows of a rebuild without a switch up to date and switches to them; the serving ones
   * stay as {@code <name>_previous}. Grants and comments of the table are kept.
   *
   * @throws RowsMissingException if there are no such rows
   * @throws ProjectionChangedException if they were made by other code, or by several workers and
   *     have a unique index now
   * @throws RebuildInProgressException if somebody else has them in hand
   */
  public RebuildProgress switchOver(ReadModelDefinition<?, ?> projection) {
    return switchOver(projection, SwitchPolicy.always());
  }

  /**
   * The same, if a comparison allows it.
   *
   * @throws SwitchRefusedException if it does not; both versions of the rows stay
   * @throws RowsAheadException as {@link #compare}
   */
  public RebuildProgress switchOver(ReadModelDefinition<?, ?> projection, SwitchPolicy policy) {
    return switching(projection, Slot.REBUILD).run(Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Brings the rows from before the last switch up to date, with the code that runs, and switches
   * back to them. What served until now becomes the previous rows, so a second call undoes the
   * first.
   *
   * @throws RowsMissingException if there are none: nothing was switched, or by an earlier release;
   *     or they are in shards that were not equally far at the switch
   * @throws ProjectionChangedException if they have another definition than the code that runs:
   *     columns, events or declared version. Deploy the code they were made by first
   * @throws RebuildInProgressException if somebody else has the rows in hand
   */
  public RebuildProgress rollBack(ReadModelDefinition<?, ?> projection) {
    return switching(projection, Slot.PREVIOUS).run(SwitchPolicy.always());
  }

  /** Asks what the rows would be with another history or other code. */
  public <K, V> WhatIf<K, V, V> whatIf(Projection<K, V> projection) {
    return WhatIf.of(schema, Objects.requireNonNull(projection, "projection"));
  }

  /**
   * Compares the rows with a replay of the log up to their checkpoint, and the checkpoint's count
   * of what was handled with the log. The replay goes into a table of its own, which is dropped at
   * the end; memory holds a page of either table, whatever their size. Runs beside everything else,
   * but a rebuild switches only after it.
   *
   * <p>Rows in shards that are not equally far are brought to the position of the furthest one
   * first, unless the projection is paused or this is not the code that made them; then whoever
   * runs them has ten seconds to get them there.
   *
   * @throws RebuildInProgressException if somebody else is verifying it, or asking what if
   * @throws RowsAheadException if shards are not, or not in time, at one position
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event up
   *     to the position of the shard that is furthest, as it does if another has stopped there
   */
  public VerificationReport verify(ReadModelDefinition<?, ?> projection) {
    return new Verification<>(schema, projection).run();
  }

  private <K, V> Switchover<K, V> switching(ReadModelDefinition<K, V> projection, Slot slot) {
    return new Switchover<>(schema, projection, slot, watched(projection, progress -> {}));
  }

  private Consumer<RebuildProgress> watched(
      ReadModelDefinition<?, ?> projection, Consumer<RebuildProgress> listener) {
    SubscriptionListener watching = SubscriptionListener.all(listeners);
    return progress -> {
      watching.rebuilding(projection.name(), progress.position(), progress.head());
      listener.accept(progress);
    };
  }
}
