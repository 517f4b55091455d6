package io.tidemark.postgres;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.JsonGuard;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.postgres.append.Appender;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.postgres.read.LogReader;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StoreListener;
import io.tidemark.store.StreamQuery;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * An event store on PostgreSQL 14 or newer. Appends that come while a commit is under way share the
 * next commit; each gets its own outcome. Several stores, in one process or many, may use the same
 * log.
 *
 * <p>It takes readers' connections from the data source and opens one of its own for writing and
 * one for listening. Answers to {@link #appendAsync} come on threads of their own: what is done
 * there may append again, and may wait.
 */
public final class PostgresEventStore implements EventStore {
  /** A connection that is kept for ever may lead to where the database was once. */
  private static final Duration WRITER_LIFETIME = Duration.ofMinutes(30);

  private static final Duration CLOCK_INTERVAL = Duration.ofMinutes(1);

  private final Jdbc jdbc;
  private final String schema;
  private final UUID logId;
  private final ClockCheck clockCheck;
  private final Appender appender;
  private final LogReader reader;

  private PostgresEventStore(Settings settings) {
    this.jdbc = new Jdbc(settings.dataSource());
    this.schema = settings.append().schema();
    DurabilityCheck.check(jdbc);
    this.clockCheck = ClockCheck.begin(jdbc, settings.clock());
    this.logId =
        jdbc.first("select log_id from " + schema + ".log", row -> row.uuid(1)).orElseThrow();
    DirectConnections connections = settings.connections();
    this.reader = new LogReader(jdbc, connections, settings.read());
    this.appender = new Appender(connections, settings.append(), this::appended);
  }

  private void appended(long position) {
    reader.appended(position);
    clockCheck.appended();
  }

  /** Starts to describe a store whose log is in this database. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  @Override
  public AppendResult append(AppendRequest request) {
    return appender.append(List.of(request)).get(0);
  }

  @Override
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    return appender.append(AppendRequest.requireTogether(requests));
  }

  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    return appender.appendAsync(request);
  }

  /**
   * Appends in the transaction that this connection is in: with what else the caller does there,
   * the events are stored or not. Asks nothing of the database yet. Read {@link CallerTransaction}
   * first: until the caller's commit, nobody else can append.
   *
   * @param connection a connection to the database of this log, of whatever kind and from whatever
   *     pool; stays the caller's to commit and close
   */
  public CallerTransaction inTransaction(Connection connection) {
    return appender.inTransaction(connection, logId, this::appended);
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    return reader.readStream(query);
  }

  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return reader.readAll(query);
  }

  @Override
  public long head() {
    return reader.head();
  }

  @Override
  public long positionAsOf(Instant instant) {
    return reader.positionAsOf(instant);
  }

  @Override
  public EventBatch readBatch(LogQuery query) {
    return reader.readBatch(query);
  }

  @Override
  public Optional<RecordedEvent> event(long position) {
    return reader.event(position);
  }

  @Override
  public List<RecordedEvent> events(Collection<Long> positions) {
    return reader.events(positions);
  }

  @Override
  public boolean awaitBeyond(long position, Duration timeout) {
    return reader.awaitBeyond(position, timeout);
  }

  @Override
  public boolean awaitNews(LogPlace place, Duration timeout) {
    return reader.awaitNews(place, timeout);
  }

  @Override
  public UUID logId() {
    return logId;
  }

  /** The schema the log is in. */
  public String schema() {
    return schema;
  }

  /** The database the log is in, for the packages that keep something beside it. Not API. */
  public Jdbc jdbc() {
    return jdbc;
  }

  @Override
  public void close() {
    appender.close();
    clockCheck.close();
    reader.close();
  }

  /** A store as it was built. */
  private record Settings(
      DataSource dataSource,
      DirectConnections connections,
      ClockCheck.Settings clock,
      LogReader.Settings read,
      Appender.Settings append) {}

  /** How a store is to be. Every setting has a default. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private DirectConnections connections;
    private String schema = "tidemark";
    private JsonGuard guard = JsonGuard.standard();
    private Duration outcomeTimeout = Duration.ofSeconds(30);
    private Duration lockTimeout = Duration.ofSeconds(20);
    private Duration pollInterval = Duration.ofMillis(200);
    private Duration clockInterval = CLOCK_INTERVAL;
    private final List<Function<PostgresEventStore, AppendHook>> inline = new ArrayList<>();
    private final List<StoreListener> listeners = new ArrayList<>();
    private boolean migrate = true;

    private Builder(DataSource dataSource) {
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
      this.connections = new DirectConnections(dataSource);
    }

    /**
     * Where the connections come from that the store keeps: one for writing, one for listening as
     * soon as somebody waits, and one while it migrates. By default from the data source, going
     * around a HikariCP pool if it is one or can be unwrapped to one. Name a source of its own, to
     * the same database, if the pool is of another make and small.
     */
    public Builder directConnections(DataSource source) {
      this.connections = new DirectConnections(Objects.requireNonNull(source, "source"));
      return this;
    }

    /**
     * The schema of the log, {@code tidemark} unless told otherwise. One database can hold many
     * logs.
     *
     * @throws IllegalArgumentException if it is not a plain lower-case identifier
     */
    public Builder schema(String name) {
      this.schema = SchemaName.require(name);
      return this;
    }

    /** What events may look like; see {@link JsonGuard}. */
    public Builder guard(JsonGuard eventGuard) {
      this.guard = Objects.requireNonNull(eventGuard, "guard");
      return this;
    }

    /**
     * How long an append waits for its turn, and then for its answer while the connection is lost,
     * before it is reported as refused or unknown; 30 seconds unless told otherwise.
     */
    public Builder outcomeTimeout(Duration timeout) {
      this.outcomeTimeout = requirePositive("outcomeTimeout", timeout);
      return this;
    }

    /** How long an append waits for other writers of the log; 20 seconds unless told otherwise. */
    public Builder lockTimeout(Duration timeout) {
      this.lockTimeout = requirePositive("lockTimeout", timeout);
      return this;
    }

    /**
     * How often the store looks by itself at the log for those who wait, while it hears no
     * notifications; 200 ms unless told otherwise. While it does, it looks every 1.5 s, or at this
     * interval if it is longer. Beyond a hundred years it is for ever.
     */
    public Builder pollInterval(Duration interval) {
      this.pollInterval = requirePositive("pollInterval", interval);
      return this;
    }

    /**
     * Adds work to be done in the transaction of every append, in the order in which it was added.
     */
    public Builder inline(AppendHook hook) {
      Objects.requireNonNull(hook, "hook");
      return inline(store -> hook);
    }

    /**
     * The same with work that needs the store itself. It is made when the store is built, and may
     * read the log but not append to it.
     */
    public Builder inline(Function<PostgresEventStore, AppendHook> hook) {
      inline.add(Objects.requireNonNull(hook, "hook"));
      return this;
    }

    /** Who is told what the store does; may be given several times. */
    public Builder listener(StoreListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /** How often to look at the server's clock at the most. For tests. */
    Builder clockInterval(Duration interval) {
      this.clockInterval = interval;
      return this;
    }

    /**
     * Leaves the schema as it is: it was brought up to date by {@link PostgresMigrations} under
     * another role.
     */
    public Builder withoutMigration() {
      this.migrate = false;
      return this;
    }

    /**
     * Brings the schema up to date and opens the store.
     *
     * @throws io.tidemark.StoreUnavailableException if the database cannot be reached
     */
    public PostgresEventStore build() {
      if (migrate) {
        PostgresMigrations.migrate(dataSource, connections, schema);
      }
      List<InlineHook> hooks = inline.stream().map(InlineHook::new).toList();
      PostgresEventStore store = new PostgresEventStore(settings(hooks));
      try {
        hooks.forEach(hook -> hook.make(store));
        return store;
      } catch (Throwable failure) {
        store.close();
        throw failure;
      }
    }

    private Settings settings(List<InlineHook> hooks) {
      StoreListener listener = listeners.isEmpty() ? null : StoreListener.all(listeners);
      return new Settings(
          dataSource,
          connections,
          new ClockCheck.Settings(schema, clockInterval, listener),
          new LogReader.Settings(schema, pollInterval, listener),
          new Appender.Settings(
              schema,
              outcomeTimeout,
              lockTimeout,
              WRITER_LIFETIME,
              List.copyOf(hooks),
              contentCheck(guard),
              listener));
    }

    private static Consumer<AppendRequest> contentCheck(JsonGuard guard) {
      return request -> request.events().forEach(guard::check);
    }

    private static Duration requirePositive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(
            "Invalid %s: expected more than 0, actual %s".formatted(name, value));
      }
      return value;
    }
  }
}
