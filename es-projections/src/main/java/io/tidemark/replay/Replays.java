package io.tidemark.replay;

import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Goes over history again for the projections of one schema: builds their rows anew, and compares
 * them with what the log says. Thread-safe.
 */
public final class Replays {
  private final PostgresProjections projections;

  private Replays(PostgresProjections projections) {
    this.projections = projections;
  }

  /** Of these projections. */
  public static Replays of(PostgresProjections projections) {
    return new Replays(Objects.requireNonNull(projections, "projections"));
  }

  /**
   * Builds the rows anew from the whole log in a table beside the live one, then switches in one
   * transaction. The live rows serve queries and are kept up to date until then, and stay as {@code
   * <name>_previous}. A rebuild that was cut off at any moment is resumed by the next call. Also
   * the remedy when the record has changed or the log was rewound.
   *
   * @param listener told after every batch, on this thread
   * @return how far it had got at the switch
   * @throws RebuildInProgressException if somebody else is at it
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event; the
   *     live rows stay
   */
  public RebuildProgress rebuild(Projection<?, ?> projection, Consumer<RebuildProgress> listener) {
    return new Rebuild<>(projections.readModels(), projection).run(listener);
  }

  /**
   * Compares the rows with a replay of the log up to their checkpoint. Both sides are held in
   * memory. Runs beside everything else.
   */
  public VerificationReport verify(Projection<?, ?> projection) {
    return new Verification<>(projections.readModels(), projection).run();
  }
}
