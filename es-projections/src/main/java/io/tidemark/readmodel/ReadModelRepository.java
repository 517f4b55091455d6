package io.tidemark.readmodel;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ReadModelTable;
import io.tidemark.projection.postgres.Slot;
import io.tidemark.projection.postgres.StoredCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Queries the rows of a read model. Each call sees one moment; {@link #after} makes sure that it is
 * not an earlier one than the caller has seen already. Immutable and thread-safe.
 *
 * @param <K> the key, of the type of the record's first component
 * @param <V> the rows
 */
public final class ReadModelRepository<K, V> {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private final Jdbc jdbc;
  private final CheckpointTable checkpoints;
  private final ReadModelTable<V> table;
  private final String name;
  private final Duration timeout;
  private final AtomicBoolean seen;

  ReadModelRepository(ReadModelSchema readModels, Projection<?, V> projection) {
    this.jdbc = readModels.jdbc();
    this.checkpoints = readModels.checkpoints();
    this.table = readModels.table(projection, Slot.LIVE);
    this.name = projection.name();
    this.timeout = DEFAULT_TIMEOUT;
    this.seen = new AtomicBoolean();
  }

  private ReadModelRepository(ReadModelRepository<K, V> other, Duration timeout) {
    this.jdbc = other.jdbc;
    this.checkpoints = other.checkpoints;
    this.table = other.table;
    this.name = other.name;
    this.timeout = timeout;
    this.seen = other.seen;
  }

  /** The same with another longest wait for {@link #after}; five seconds unless told. */
  public ReadModelRepository<K, V> withTimeout(Duration longest) {
    return new ReadModelRepository<>(this, Objects.requireNonNull(longest, "longest"));
  }

  /** The row with this key. */
  public Optional<V> find(K key) {
    Filter byKey = Filter.where(table.key().component().name()).equalTo(key);
    return findAll(ReadModelQuery.all().where(byKey)).stream().findFirst();
  }

  /** All rows in the order of their keys. */
  public List<V> findAll() {
    return findAll(ReadModelQuery.all());
  }

  /**
   * The rows of a query.
   *
   * @throws IllegalArgumentException if it names a component that the record does not have
   */
  public List<V> findAll(ReadModelQuery query) {
    QueryText text = QueryText.select(table, query);
    return jdbc.inSession(
        session ->
            isThere(session)
                ? session.query(text.sql(), table::read, text.parameters())
                : List.of());
  }

  /** How many rows meet a filter. */
  public long count(Filter filter) {
    QueryText text = QueryText.count(table, filter);
    return jdbc.inSession(
        session ->
            isThere(session)
                ? session.first(text.sql(), row -> row.integer(1), text.parameters()).orElse(0L)
                : 0L);
  }

  /** Position through which the rows are up to date; 0 if the projection has not begun. */
  public long checkpoint() {
    return jdbc.inSession(
        session ->
            isThere(session)
                ? checkpoints
                    .find(session, name, Slot.LIVE)
                    .map(StoredCheckpoint::position)
                    .orElse(0L)
                : 0L);
  }

  /** Tables come with the first event, and then stay: one look that finds them is enough. */
  private boolean isThere(Session session) {
    if (!seen.get()) {
      seen.set(checkpoints.exists(session) && table.exists(session));
    }
    return seen.get();
  }

  /**
   * Waits until the rows have everything up to a position, as an append returns it: a caller then
   * reads what it wrote.
   *
   * @throws PositionNotReachedException if that takes too long; see {@link #withTimeout}
   */
  public ReadModelRepository<K, V> after(long position) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    for (long now = checkpoint(); now < position; now = checkpoint()) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        throw new PositionNotReachedException(name, position, now);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
    }
    return this;
  }
}
