package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.Stages;
import io.tidemark.projection.checkpoint.CheckpointSignal;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Identifier;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.row.RowIndex;
import io.tidemark.store.EventStore;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberGroup;
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
  private final Attendance attendance;

  private PostgresProjections(ReadModelSchema schema) {
    this.schema = schema;
    this.attendance = new Attendance(schema);
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
   * event is applied exactly once. While it is run, the process says again and again that it is
   * there, three times in the {@linkplain Builder#leaseTime time of a lease}: see {@link #status}.
   */
  public Subscriber exactlyOnce(ReadModelDefinition<?, ?> projection) {
    return new AttendedProjection(StoredRows.of(schema, projection, Slot.SERVING), attendance);
  }

  /**
   * For a {@link SubscriptionRunner}: the same, split into shards that all processes share which
   * run it so. Each shard is with one process at a time, on a thread of its own; a process that
   * ends or hangs loses its shards to the others after the {@linkplain Builder#leaseTime time of a
   * lease}, and one that joins gets its share. Events of one stream are applied in their order.
   *
   * <p>A projection that is {@linkplain io.tidemark.projection.SourcedProjection#keyedByStream
   * keyed by stream} is split by streams. Any other is split by the keys of its rows: each shard
   * then reads all events, and a row is always changed by one shard only. Once a changed definition
   * has joined that is split in the other way, the rows are, at no more cost than another number of
   * shards; processes with the former definition then stand by.
   *
   * @param shards how many there are from now on, for all processes: whoever joins last decides. To
   *     change it costs no rebuild
   * @throws IllegalArgumentException if it is less than 1 or more than 64; or more than 1 for a
   *     projection with a unique index, since no shard can wait until another has freed a value
   */
  public SubscriberGroup sharded(Projection<?, ?> projection, int shards) {
    if (shards > 1 && RowIndex.isAnyUnique(projection.indexes())) {
      throw new IllegalArgumentException(
          "Invalid number of shards of %s: expected 1 with a unique index, actual %d"
              .formatted(projection.name(), shards));
    }
    return new ShardKeeper<>(schema, projection, shards);
  }

  /**
   * Tells whoever runs the projection, in whatever process, to wait after the batch under way,
   * until {@link #resume}. Queries go on. One that is run inline does not wait: appends carry it,
   * and {@link #inline} itself brings it to the head first.
   *
   * @return false if it was paused already, or has not begun
   */
  public boolean pause(ReadModelDefinition<?, ?> projection) {
    return setPaused(projection, true);
  }

  /**
   * Ends a {@link #pause}.
   *
   * @return false if it was not paused
   */
  public boolean resume(ReadModelDefinition<?, ?> projection) {
    return setPaused(projection, false);
  }

  private boolean setPaused(ReadModelDefinition<?, ?> projection, boolean paused) {
    CheckpointTable checkpoints = schema.checkpoints();
    return schema
        .jdbc()
        .inTransaction(
            session ->
                checkpoints.exists(session)
                    && checkpoints.setPaused(session, projection.name(), paused) > 0);
  }

  /**
   * For {@code PostgresEventStore.builder(...).inline(...)}: rows and checkpoint change in the
   * append's own transaction, so that whoever appended finds the rows changed. Catches up with the
   * log on this thread first. A hook follows the log's own database, so the read models must be
   * there too.
   *
   * @throws ProjectionIsSplitException if it is split into shards
   * @throws IllegalArgumentException if it looks up rows of other read models or is made from their
   *     changes: these could not be asked as of an event that is not committed yet; or if it has an
   *     idle time: nobody looks at the clock between two appends; or if it is reacted to: events
   *     that a reaction appends would come amid the append that it reacts to
   */
  public AppendHook inline(Projection<?, ?> projection) {
    if (!projection.upstream().isEmpty()) {
      throw new IllegalArgumentException(
          "Projection %s cannot be run inline: expected one that needs no other read model, actual one that needs %s"
              .formatted(
                  projection.name(),
                  projection.upstream().stream().map(Projection::name).toList()));
    }
    if (projection.stages().flatMap(Stages::idle).isPresent()) {
      throw new IllegalArgumentException(
          "Projection %s cannot be run inline: expected one that goes on with events only, actual one with an idle time, which a runner has to look after"
              .formatted(projection.name()));
    }
    if (projection.reactions().isPresent()) {
      throw new IllegalArgumentException(
          "Projection %s cannot be run inline: expected one without reactions, actual one that has some, which must not hold up all appends"
              .formatted(projection.name()));
    }
    ShardCheckpoints stored = new ServingShards<>(schema, projection).stored();
    if (stored.isSplit()) {
      throw new ProjectionIsSplitException(projection.name(), stored.count(), Shard.WHOLE);
    }
    catchUp(projection, stored);
    return new InlineProjection<>(schema, projection);
  }

  /**
   * Brings the rows up to the head that the log has now, on this thread.
   *
   * @throws io.tidemark.subscription.SubscriberFailedException if the projection refuses an event
   * @throws IllegalStateException if it is paused
   */
  public void catchUp(ReadModelDefinition<?, ?> projection) {
    ShardCheckpoints stored = new ServingShards<>(schema, projection).stored();
    if (stored.arePaused()) {
      throw new IllegalStateException(
          "Cannot catch up: expected a projection that goes on, actual %s, which is paused"
              .formatted(projection.name()));
    }
    catchUp(projection, stored);
  }

  /** It does not wait for the end of a pause, which may never come. */
  private <K, V> void catchUp(ReadModelDefinition<K, V> projection, ShardCheckpoints parts) {
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(schema.store());
    if (parts.isEmpty()) {
      builder.add(StoredRows.of(schema, projection, Slot.SERVING).heedlessOfPause());
    }
    for (StoredCheckpoint part : parts.all()) {
      builder.add(StoredRows.of(schema, projection, Slot.SERVING, part).heedlessOfPause());
    }
    try (SubscriptionRunner runner = builder.build()) {
      runner.catchUp();
    }
  }

  /**
   * How far a projection is and who runs it, as the database has it. Reads one event of the log at
   * most for each shard that is behind.
   */
  public ProjectionStatus status(ReadModelDefinition<?, ?> projection) {
    return new StatusQuery(schema, projection).status();
  }

  /** The log they follow. */
  public EventStore store() {
    return schema.store();
  }

  /** The times that went on without events, by which a replay closes what was closed. */
  public Ticks ticks() {
    return schema.ticks();
  }

  /** Statements that are kept beside the rows of these projections. */
  public KeptStatements statements() {
    return new KeptStatements(schema);
  }

  /** Where the rows are kept. For the packages that query and rebuild them; not API. */
  public ReadModelSchema schema() {
    return schema;
  }

  /** Where read models are to be kept. Not thread-safe. */
  public static final class Builder {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LEASE_TIME = Duration.ofSeconds(6);

    private final EventStore store;
    private @Nullable Jdbc jdbc;
    private @Nullable String schema;
    private Duration idleTimeout = IDLE_TIMEOUT;
    private Duration leaseTime = LEASE_TIME;

    private Builder(EventStore store) {
      this.store = Objects.requireNonNull(store, "store");
      if (store instanceof PostgresEventStore postgres) {
        this.jdbc = postgres.jdbc();
        this.schema = postgres.schema();
      }
    }

    /**
     * In this database; a pool, of which each call borrows one connection. A rebuild or a
     * comparison borrows two, and a comparison of rows in shards three.
     */
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
     * How long a process that is not heard from keeps its shards of a projection that is split, and
     * counts as one that runs a projection; six seconds unless told. It says that it is there three
     * times as often. The same for all processes, but for the time of a change; none may have more
     * than five times another's.
     */
    public Builder leaseTime(Duration time) {
      if (time.toMillis() < 300) {
        throw new IllegalArgumentException(
            "Invalid leaseTime: expected at least 300 ms, actual " + time);
      }
      this.leaseTime = time;
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
      return new PostgresProjections(
          new ReadModelSchema(jdbc, schema, store, idleTimeout, leaseTime, new CheckpointSignal()));
    }
  }
}
