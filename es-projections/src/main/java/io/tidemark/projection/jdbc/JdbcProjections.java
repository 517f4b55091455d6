package io.tidemark.projection.jdbc;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionRunner;
import io.tidemark.projection.ProjectionStatus;
import io.tidemark.projection.ProjectionTarget;
import io.tidemark.store.EventStore;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Projections whose rows are kept in PostgreSQL: each in a table named after it, in one schema,
 * beside the table {@code projections} with their checkpoints. Tables are made when they are first
 * needed. Thread-safe.
 */
public final class JdbcProjections {
  private final ReadModels readModels;

  private JdbcProjections(ReadModels readModels) {
    this.readModels = readModels;
  }

  /**
   * In this schema of this database, following this log, which may be kept elsewhere.
   *
   * @param dataSource a pool; each call borrows one connection, a rebuild two
   */
  public static JdbcProjections on(EventStore store, DataSource dataSource, String schema) {
    Objects.requireNonNull(store, "store");
    Identifier.quoted(schema);
    return new JdbcProjections(new ReadModels(new Jdbc(dataSource), schema, store));
  }

  /**
   * For a {@link io.tidemark.projection.ProjectionRunner}: rows and checkpoint change in one
   * transaction, so that every event is applied exactly once.
   */
  public ProjectionTarget exactlyOnce(Projection<?, ?> projection) {
    return new JdbcTarget<>(readModels, projection, Slot.LIVE);
  }

  /**
   * For {@code PostgresEventStore.builder(...).inline(...)}: rows and checkpoint change in the
   * append's own transaction, so that whoever appended finds the rows changed. Catches up with the
   * log on this thread first. A hook follows the log's own database, so the read models must be
   * there too.
   */
  public AppendHook inline(Projection<?, ?> projection) {
    catchUp(projection);
    return new InlineProjection<>(readModels, projection);
  }

  /**
   * Brings the rows up to the head that the log has now, on this thread.
   *
   * @throws io.tidemark.projection.ProjectionFailedException if the projection refuses an event
   */
  public void catchUp(Projection<?, ?> projection) {
    try (ProjectionRunner runner =
        ProjectionRunner.builder(readModels.store()).add(exactlyOnce(projection)).build()) {
      runner.catchUp();
    }
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
   * @throws io.tidemark.projection.EventHandlingException if the projection refuses an event; the
   *     live rows stay
   */
  public RebuildProgress rebuild(Projection<?, ?> projection, Consumer<RebuildProgress> listener) {
    return new Rebuild<>(readModels, projection).run(listener);
  }

  /**
   * Compares the rows with a replay of the log up to their checkpoint. Both sides are held in
   * memory. Runs beside everything else.
   */
  public VerificationReport verify(Projection<?, ?> projection) {
    return new Verification<>(readModels, projection).run();
  }

  /**
   * How far a projection is, as the database has it, whoever runs it: running is what has no error.
   * The rate is not known here; a {@link ProjectionRunner} knows that of its own.
   */
  public ProjectionStatus status(Projection<?, ?> projection) {
    return new StatusQuery(readModels).status(projection.name());
  }

  /** Queries its rows. The key type is that of the record's first component. */
  public <K, V> ReadModelRepository<K, V> repository(Projection<?, V> projection) {
    return new ReadModelRepository<>(readModels, projection);
  }
}
