package io.tidemark.subscription;

import io.tidemark.store.ShieldedListener;
import java.util.List;
import java.util.function.Consumer;

/** Several listeners as one that never throws: a meter that fails must not stop the work. */
final class ShieldedListeners implements SubscriptionListener {
  private final List<ShieldedListener<SubscriptionListener>> listeners;

  ShieldedListeners(List<SubscriptionListener> listeners) {
    this.listeners = ShieldedListener.each(listeners);
  }

  @Override
  public void batchApplied(AppliedBatch batch) {
    tell(listener -> listener.batchApplied(batch));
  }

  @Override
  public void retrying(String subscriber, int attempt, Throwable error) {
    tell(listener -> listener.retrying(subscriber, attempt, error));
  }

  @Override
  public void stopped(String subscriber, Throwable error) {
    tell(listener -> listener.stopped(subscriber, error));
  }

  @Override
  public void overtaken(String subscriber, long position) {
    tell(listener -> listener.overtaken(subscriber, position));
  }

  @Override
  public void rebuilding(String subscriber, long position, long head) {
    tell(listener -> listener.rebuilding(subscriber, position, head));
  }

  private void tell(Consumer<SubscriptionListener> news) {
    listeners.forEach(listener -> listener.tell(news));
  }
}
