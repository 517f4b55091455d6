package io.tidemark.postgres;

import io.tidemark.codec.JsonGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/** How a {@link PostgresEventStore} is to be. Every setting has a default. Not thread-safe. */
public final class PostgresEventStoreBuilder {
  private final DataSource dataSource;
  String schema = "tidemark";
  JsonGuard guard = JsonGuard.standard();
  Duration outcomeTimeout = Duration.ofSeconds(30);
  Duration lockTimeout = Duration.ofSeconds(20);
  Duration pollInterval = Duration.ofMillis(200);
  GroupCommit.Limits limits = new GroupCommit.Limits(4_096, 32_000_000, 512, 4_000_000);
  List<InlineHook> hooks = List.of();
  private final List<Function<PostgresEventStore, AppendHook>> inline = new ArrayList<>();
  private boolean migrate = true;

  PostgresEventStoreBuilder(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  /**
   * The schema of the log, {@code tidemark} unless told otherwise. One database can hold many logs.
   *
   * @throws IllegalArgumentException if it is not a plain lower-case identifier
   */
  public PostgresEventStoreBuilder schema(String name) {
    this.schema = SchemaName.require(name);
    return this;
  }

  /** What events may look like; see {@link JsonGuard}. */
  public PostgresEventStoreBuilder guard(JsonGuard eventGuard) {
    this.guard = Objects.requireNonNull(eventGuard, "guard");
    return this;
  }

  /**
   * How long an append may stay unanswered while the connection is lost, before it is reported as
   * unknown; 30 seconds unless told otherwise.
   */
  public PostgresEventStoreBuilder outcomeTimeout(Duration timeout) {
    this.outcomeTimeout = requirePositive("outcomeTimeout", timeout);
    return this;
  }

  /** How long an append waits for other writers of the log; 20 seconds unless told otherwise. */
  public PostgresEventStoreBuilder lockTimeout(Duration timeout) {
    this.lockTimeout = requirePositive("lockTimeout", timeout);
    return this;
  }

  /**
   * How often a waiting reader looks by itself, should no notification come; 200 ms unless told
   * otherwise.
   */
  public PostgresEventStoreBuilder pollInterval(Duration interval) {
    this.pollInterval = requirePositive("pollInterval", interval);
    return this;
  }

  /**
   * Adds work to be done in the transaction of every append, in the order in which it was added.
   */
  public PostgresEventStoreBuilder inline(AppendHook hook) {
    Objects.requireNonNull(hook, "hook");
    return inline(store -> hook);
  }

  /**
   * The same with work that needs the store itself. It is made when the store is built, and may
   * read the log but not append to it.
   */
  public PostgresEventStoreBuilder inline(Function<PostgresEventStore, AppendHook> hook) {
    inline.add(Objects.requireNonNull(hook, "hook"));
    return this;
  }

  /**
   * Leaves the schema as it is: it was brought up to date by {@link PostgresMigrations} under
   * another role.
   */
  public PostgresEventStoreBuilder withoutMigration() {
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
      PostgresMigrations.migrate(dataSource, schema);
    }
    hooks = inline.stream().map(InlineHook::new).toList();
    PostgresEventStore store = new PostgresEventStore(dataSource, this);
    try {
      hooks.forEach(hook -> hook.make(store));
      return store;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  private static Duration requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "Invalid %s: expected more than 0, actual %s".formatted(name, value));
    }
    return value;
  }
}
