package io.tidemark.projection.postgres;

import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a projection, for as long as this process has the lease of it. With a new lease it
 * begins a new epoch, which fences off whoever had it before. Thread-safe.
 */
final class ShardSubscriber<K, V> implements Subscriber {
  private final ReadModelSchema schema;
  private final StoredProjection<K, V> rows;
  private final Shard shard;
  private @Nullable StoredCheckpoint seen;
  private long heldUntil = System.nanoTime();
  private boolean held;
  private boolean claimed;
  private volatile boolean hasFailed;

  ShardSubscriber(ReadModelSchema schema, Projection<K, V> projection, Shard shard) {
    this.schema = schema;
    this.rows = new StoredProjection<>(schema, projection, Slot.SERVING, shard);
    this.shard = shard;
  }

  /**
   * What the keeper of the leases saw.
   *
   * @param until when the lease ends, by {@link System#nanoTime}; empty if it is another process's
   */
  synchronized void seen(StoredCheckpoint stored, Optional<Long> until) {
    seen = stored;
    held = until.isPresent() && !stored.isPaused();
    heldUntil = until.orElse(heldUntil);
    claimed &= held;
  }

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public LogQuery query() {
    return rows.query();
  }

  @Override
  public Shard shard() {
    return shard;
  }

  /** While it is another's, what the keeper saw will do, and costs nothing. */
  @Override
  public Checkpoint open() {
    StoredCheckpoint known = known();
    if (!isHeld()) {
      return known.checkpoint();
    }
    Optional<StoredCheckpoint> stored = isClaimed() ? rows.stored() : claim();
    if (stored.isEmpty() || !stored.get().shard().equals(shard) || !rows.isSplitAs(stored.get())) {
      lose();
      return known.checkpoint();
    }
    return rows.opened(stored.get());
  }

  private Optional<StoredCheckpoint> claim() {
    Optional<StoredCheckpoint> stored =
        schema
            .jdbc()
            .inTransaction(
                session ->
                    schema
                        .checkpoints()
                        .claim(session, name(), Slot.SERVING, shard, rows.splitBy()));
    setClaimed(stored.isPresent());
    return stored;
  }

  /** Not while it is told to wait, which {@link #open} finds before the keeper does. */
  @Override
  public boolean isOwner() {
    return isClaimed() && rows.isOwner();
  }

  private synchronized boolean isClaimed() {
    return claimed && isHeld();
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    return isOwner() ? rows.apply(from, batch) : Optional.empty();
  }

  @Override
  public Optional<Checkpoint> idle(Checkpoint at) {
    return isOwner() ? rows.idle(at) : Optional.empty();
  }

  @Override
  public void failed(String error) {
    hasFailed = true;
    rows.failed(error);
  }

  /** Whether nobody in this process goes on with it. */
  boolean hasFailed() {
    return hasFailed;
  }

  private synchronized boolean isHeld() {
    return held && heldUntil - System.nanoTime() > 0;
  }

  private synchronized StoredCheckpoint known() {
    if (seen == null) {
      throw new IllegalStateException("Shard " + shard + " of " + name() + " was not seen yet");
    }
    return seen;
  }

  private synchronized void setClaimed(boolean now) {
    claimed = now;
  }

  /** It is another's now, or there are other shards; the keeper will see. */
  synchronized void lose() {
    held = false;
    claimed = false;
  }
}
