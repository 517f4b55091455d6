package io.tidemark.projection.postgres;

import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All rows of a projection, while a runner has it in hand: others can tell that it is alive. */
final class AttendedProjection implements Subscriber {
  private final StoredRows<?, ?> rows;
  private final Attendance attendance;
  private final Set<Thread> drivers = ConcurrentHashMap.newKeySet();

  AttendedProjection(StoredRows<?, ?> rows, Attendance attendance) {
    this.rows = rows;
    this.attendance = attendance;
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
  public int maxBatchSize() {
    return rows.maxBatchSize();
  }

  @Override
  public boolean isAtomic() {
    return rows.isAtomic();
  }

  @Override
  public Checkpoint open() {
    Checkpoint opened = rows.open();
    if (drivers.add(Thread.currentThread())) {
      attendance.begin(name());
    }
    return opened;
  }

  @Override
  public boolean isOwner() {
    return rows.isOwner();
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    return rows.apply(from, batch);
  }

  @Override
  public Optional<Checkpoint> idle(Checkpoint at) {
    return rows.idle(at);
  }

  @Override
  public void release() {
    if (drivers.remove(Thread.currentThread())) {
      attendance.end(name());
    }
  }

  @Override
  public void failed(String error) {
    rows.failed(error);
  }
}
