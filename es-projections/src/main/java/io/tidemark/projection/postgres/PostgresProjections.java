package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Projections whose rows are kept in PostgreSQL: each in a table named after it, in one schema,
 * beside the table {@code projections} with their checkpoints. Tables are made when they are first
 * needed. Thread-safe.
 */
public final class PostgresProjections {
  private final ReadModelSchema readModels;

  private PostgresProjections(ReadModelSchema readModels) {
    this.readModels = readModels;
  }

  /**
   * In this schema of this database, following this log, which may be kept elsewhere.
   *
   * @param dataSource a pool; each call borrows one connection
   */
  public static PostgresProjections of(EventStore store, DataSource dataSource, String schema) {
    Objects.requireNonNull(store, "store");
    Identifier.quoted(schema);
    return new PostgresProjections(new ReadModelSchema(new Jdbc(dataSource), schema, store));
  }

  /**
   * For a {@link io.tidemark.subscription.SubscriptionRunner}: rows and checkpoint change in one
   * transaction, so that every event is applied exactly once.
   */
  public Subscriber exactlyOnce(Projection<?, ?> projection) {
    return new StoredProjection<>(readModels, projection, Slot.LIVE);
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
   * @throws io.tidemark.subscription.SubscriberFailedException if the projection refuses an event
   */
  public void catchUp(Projection<?, ?> projection) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(readModels.store()).add(exactlyOnce(projection)).build()) {
      runner.catchUp();
    }
  }

  /**
   * How far a projection is, as the database has it, whoever runs it: running is what has no error.
   * The rate is not known here; a {@link SubscriptionRunner} knows that of its own.
   */
  public SubscriberStatus status(Projection<?, ?> projection) {
    return new StatusQuery(readModels).status(projection.name());
  }

  /** Where the rows are kept; for the packages that query and rebuild them. */
  public ReadModelSchema readModels() {
    return readModels;
  }
}
