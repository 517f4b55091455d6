package io.tidemark.readmodel;

import io.tidemark.AsOf;
import io.tidemark.history.Explainer;
import io.tidemark.history.Explanation;
import io.tidemark.history.RowOrigin;
import io.tidemark.history.RowUpdate;
import io.tidemark.history.RowWatch;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ReachedWait;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Queries the serving rows of a read model. Each call sees one moment; {@link #awaiting} makes sure
 * that it is not an earlier one than the caller has seen already, and {@link #asOf} goes back to
 * any point. Immutable and thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ReadModelRepository<K, V> extends QueriedRows<K, V> {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private static final int EXPLAINED_EVENTS = 100;

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final ReadModelTable<K, V> table;
  private final Duration timeout;
  private final ServingAccess access;

  ReadModelRepository(ReadModelSchema schema, ReadModelDefinition<K, V> projection) {
    this(schema, projection, schema.table(projection, Slot.SERVING));
  }

  private ReadModelRepository(
      ReadModelSchema schema, ReadModelDefinition<K, V> projection, ReadModelTable<K, V> table) {
    this(schema, projection, table, new ServingAccess(schema, table), DEFAULT_TIMEOUT);
  }

  private ReadModelRepository(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      ReadModelTable<K, V> table,
      ServingAccess access,
      Duration timeout) {
    super(table, projection, access);
    this.schema = schema;
    this.projection = projection;
    this.table = table;
    this.access = access;
    this.timeout = timeout;
  }

  /**
   * The same with another longest wait for {@link #awaiting}, and for rows that are behind what
   * {@link #asOf} asks of their history; five seconds unless told.
   */
  public ReadModelRepository<K, V> withTimeout(Duration longest) {
    return new ReadModelRepository<>(
        schema, projection, table, access, Objects.requireNonNull(longest, "longest"));
  }

  /** Position through which the rows are up to date; 0 if the projection has not begun. */
  public long position() {
    return checkpoints().position();
  }

  /**
   * The rows of a query and how far they are, both of one moment: whoever asks for {@link
   * #position} by itself hears of another.
   *
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does
   */
  public RowsAtPosition<V> findAllAtPosition(ReadModelQuery query) {
    QueryText text = select(query);
    return access.askInSnapshot(
        session -> new RowsAtPosition<>(findAll(session, text), checkpoints(session).position()),
        new RowsAtPosition<>(List.of(), 0));
  }

  private ShardCheckpoints checkpoints() {
    return access.ask(this::checkpoints, ShardCheckpoints.NONE);
  }

  private ShardCheckpoints checkpoints(Session session) {
    return schema.checkpoints().all(session, projection.name(), Slot.SERVING);
  }

  /**
   * The rows as they were at a point. {@link AsOf#latest} are the serving rows, as far as they are;
   * any other point is asked of the history that the rows keep, or else replayed from the log at
   * once, and its rows are held in memory; see {@link PointInTime#of}. To ask several read models
   * at one same position, use {@link ReadModels#asOf}.
   *
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event
   * @throws IllegalArgumentException if the point is a version, which only streams have
   */
  public ReadModel<K, V> asOf(AsOf point) {
    return point instanceof AsOf.Latest
        ? this
        : PointInTime.of(schema, point).withTimeout(timeout).of(projection);
  }

  @Override
  public RowOrigin origin() {
    return RowOrigin.serving(position());
  }

  /**
   * The events that made a row what it is, with the row before and after each: the newest 100,
   * newest first. See {@link #explain(Object, Direction, int)}.
   */
  public Explanation<V> explain(K key) {
    return explain(key, Direction.BACKWARD, EXPLAINED_EVENTS);
  }

  /**
   * The events that made a row what it is, as far as the serving rows are. Found by the versions of
   * the row if they keep history, else by folding this one row from the whole log; {@link
   * Explanation#origin} says which, and how many events were read. Also of a row that is gone.
   * Refused with an IllegalArgumentException if one statement makes the rows of many events.
   *
   * @param direction from the oldest event on, or from the newest back
   * @param limit how many events at the most, from 1 to 1,000
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event
   */
  public Explanation<V> explain(K key, Direction direction, int limit) {
    return new Explainer<>(schema, folded("explain a row of"))
        .explain(key, this::position, direction, limit);
  }

  /**
   * Publishes each change of the rows that meet a filter, from where the rows are when a subscriber
   * is told of its subscription: in the order of the log, each once, and not before the serving
   * rows have it. A subscriber is handed no more than it asks for, on a thread of its own; while it
   * asks for nothing, nothing is read for it. Cancelling ends that thread within a second; it never
   * completes by itself. It ends with a {@link io.tidemark.history.HistoryLostException} if history
   * is pruned that the subscriber has not yet seen, or the rows are exchanged for those of another
   * definition: read the rows then, and subscribe again.
   *
   * @throws IllegalArgumentException if the projection keeps no history, or the filter does not fit
   *     its rows
   */
  public Flow.Publisher<RowUpdate<K, V>> watch(Filter filter) {
    List<BoundCondition> conditions = BoundCondition.all(projection.rows(), filter);
    return new RowWatch<>(
        schema,
        folded("watch"),
        row -> conditions.stream().allMatch(condition -> condition.isMetBy(row)));
  }

  /**
   * Waits, on this thread, until the rows have everything up to a position, as an append returns
   * it: a caller then reads what it wrote. Woken as soon as the rows are there if they are brought
   * there by these {@link io.tidemark.projection.postgres.PostgresProjections}; looks again and
   * again, after at most 20 ms, since others may do it too.
   *
   * @return this
   * @throws io.tidemark.subscription.LogRewoundException if the rows have events that the log has
   *     no longer, since it was restored or replaced
   * @throws PositionNotReachedException if that takes too long, see {@link #withTimeout}, or the
   *     thread is interrupted, which it then still is
   */
  public ReadModelRepository<K, V> awaiting(long position) {
    ShardCheckpoints stored =
        new ReachedWait(schema.signal(), projection.name(), this::checkpoints)
            .upTo(position, timeout);
    if (stored.position() < position) {
      throw Thread.currentThread().isInterrupted()
          ? PositionNotReachedException.interrupted(projection.name(), position, stored.position())
          : PositionNotReachedException.behind(projection.name(), position, stored.position());
    }
    if (position > 0) { // what leads up to the furthest one leads up to all
      stored.furthest().checkpoint().requireSameLog(projection.name(), schema.store());
    }
    return this;
  }

  /** What a statement makes of single events nobody can say. */
  private Projection<K, V> folded(String what) {
    if (projection instanceof Projection<K, V> folded) {
      return folded;
    }
    throw new IllegalArgumentException(
        "Cannot %s %s: expected a projection that folds event by event, actual a set-based one"
            .formatted(what, projection.name()));
  }
}
