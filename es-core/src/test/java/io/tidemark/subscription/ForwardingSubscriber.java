package io.tidemark.subscription;

import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import java.util.Optional;

/** Another subscriber, of which a test changes a part. */
class ForwardingSubscriber implements Subscriber {
  private final Subscriber next;

  ForwardingSubscriber(Subscriber next) {
    this.next = next;
  }

  @Override
  public String name() {
    return next.name();
  }

  @Override
  public LogQuery query() {
    return next.query();
  }

  @Override
  public Checkpoint open() {
    return next.open();
  }

  @Override
  public boolean isOwner() {
    return next.isOwner();
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    return next.apply(from, batch);
  }

  @Override
  public Optional<Checkpoint> idle(Checkpoint at) {
    return next.idle(at);
  }

  @Override
  public void release() {
    next.release();
  }

  @Override
  public void failed(String error) {
    next.failed(error);
  }
}
