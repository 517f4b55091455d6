package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Projection;
import io.tidemark.projection.table.Identifier;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs projections whose rows are kept in PostgreSQL: each in a table named after it, in one
 * schema, beside the table {@code projections} with their checkpoints. Tables are made when they
 * are first needed. {@code ReadModels} asks for the rows, {@code Replays} builds them anew.
 * Thread-safe.
 */
public final class PostgresProjections {
  private final ReadModelSchema schema;

  private PostgresProjections(ReadModelSchema schema) {
    this.schema = schema;
  }

  /** Beside the log: in its database and its schema. */
  public static PostgresProjections of(PostgresEventStore store) {
    return builder(store).build();
  }

  /**
   * Follows this log. Beside it, if it is a {@link PostgresEventStore} and nothing else is said;
   * else say where.
   */
  public static Builder builder(EventStore store) {
    return new Builder(store);
  }

  /**
   * For a {@link SubscriptionRunner}: rows and checkpoint change in one transaction, so that every
   * event is applied exactly once.
   */
  public Subscriber exactlyOnce(Projection<?, ?> projection) {
    return new StoredProjection<>(schema, projection, Slot.SERVING);
  }

  /**
   * For {@code PostgresEventStore.builder(...).inline(...)}: rows and checkpoint change in the
   * append's own transaction, so that whoever appended finds the rows changed. Catches up with the
   * log on this thread first. A hook follows the log's own database, so the read models must be
   * there too.
   */
  public AppendHook inline(Projection<?, ?> projection) {
    catchUp(projection);
    return new InlineProjection<>(schema, projection);
  }

  /**
   * Brings the rows up to the head that the log has now, on this thread.
   *
   * @throws io.tidemark.subscription.SubscriberFailedException if the projection refuses an event
   */
  public void catchUp(Projection<?, ?> projection) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(schema.store()).add(exactlyOnce(projection)).build()) {
      runner.catchUp();
    }
  }

  /**
   * How far a projection is, as the database has it. Whether somebody runs it is not known here,
   * nor is the rate: a {@link SubscriptionRunner} knows that of its own.
   *
   * @return failed, with the error, if whoever ran it last stopped at one; rebuilding, if a rebuild
   *     was begun, be it under way or cut off; stopped, if it has never begun; else unknown
   */
  public SubscriberStatus status(Projection<?, ?> projection) {
    return new StatusQuery(schema).status(projection.name());
  }

  /** Where the rows are kept. For the packages that query and rebuild them; not API. */
  public ReadModelSchema schema() {
    return schema;
  }

  /** Where read models are to be kept. Not thread-safe. */
  public static final class Builder {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final EventStore store;
    private @Nullable Jdbc jdbc;
    private @Nullable String schema;
    private Duration idleTimeout = IDLE_TIMEOUT;

    private Builder(EventStore store) {
      this.store = Objects.requireNonNull(store, "store");
      if (store instanceof PostgresEventStore postgres) {
        this.jdbc = postgres.jdbc();
        this.schema = postgres.schema();
      }
    }

    /** In this database; a pool, of which each call borrows one connection, a rebuild two. */
    public Builder dataSource(DataSource dataSource) {
      this.jdbc = new Jdbc(dataSource);
      return this;
    }

    /** In this schema, which is made if it is not there. */
    public Builder schema(String name) {
      Identifier.quoted(name);
      this.schema = name;
      return this;
    }

    /**
     * How long a process may hang amid a batch, and hold up others who run the same projection,
     * before the server ends its session; 30 seconds unless told. Too short a time ends sessions of
     * processes that are only slow: their batch is then tried again.
     */
    public Builder idleTimeout(Duration timeout) {
      if (timeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "Invalid idleTimeout: expected at least 1 ms, actual " + timeout);
      }
      this.idleTimeout = timeout;
      return this;
    }

    /**
     * The projections; nothing is read or written yet.
     *
     * @throws IllegalStateException if the place was not said and the log does not have one
     */
    public PostgresProjections build() {
      if (jdbc == null || schema == null) {
        throw new IllegalStateException(
            "Unknown place of read models: expected dataSource and schema, or a PostgresEventStore"
                + " to keep them beside, actual "
                + store.getClass().getSimpleName());
      }
      return new PostgresProjections(new ReadModelSchema(jdbc, schema, store, idleTimeout));
    }
  }
}
