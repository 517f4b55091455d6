package io.tidemark.replay;

import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ReadModelSchema;
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
   * <p>Takes two connections. While somebody reads the serving rows in a transaction that stays
   * open, the switch is tried again and again, and the rows are kept up to date meanwhile.
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
  public RebuildProgress rebuild(Projection<?, ?> projection, Consumer<RebuildProgress> listener) {
    SubscriptionListener watching = SubscriptionListener.all(listeners);
    return new Rebuild<>(schema, projection)
        .run(
            progress -> {
              watching.rebuilding(projection.name(), progress.position(), progress.head());
              listener.accept(progress);
            });
  }

  /**
   * Compares the rows with a replay of the log up to their checkpoint. The replayed rows are held
   * in memory, the stored ones are read in pages. Runs beside everything else, but a rebuild
   * switches only after it.
   */
  public VerificationReport verify(Projection<?, ?> projection) {
    return new Verification<>(schema, projection).run();
  }
}
