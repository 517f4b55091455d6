package io.tidemark.subscription;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one that never throws: a meter that fails must not stop the work. */
final class ShieldedListeners implements SubscriptionListener {
  private static final Logger LOG = LoggerFactory.getLogger(ShieldedListeners.class);

  private final List<Shielded> listeners;

  ShieldedListeners(List<SubscriptionListener> listeners) {
    this.listeners = listeners.stream().map(Shielded::new).toList();
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
  public void rebuilding(String subscriber, long position, long until) {
    tell(listener -> listener.rebuilding(subscriber, position, until));
  }

  private void tell(Consumer<SubscriptionListener> news) {
    listeners.forEach(listener -> listener.tell(news));
  }

  /** One of them, with whether it was complained about already. */
  private static final class Shielded {
    private final SubscriptionListener listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    Shielded(SubscriptionListener listener) {
      this.listener = listener;
    }

    void tell(Consumer<SubscriptionListener> news) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error e) {
        if (failed.compareAndSet(false, true)) {
          LOG.warn("Listener {} failed; not said again", listener.getClass().getName(), e);
        }
      }
    }
  }
}
