package io.tidemark.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several listeners as one that never throws. Its context of an append has one of each of them. */
final class ShieldedStoreListeners implements StoreListener {
  private final List<ShieldedListener<StoreListener>> listeners;

  ShieldedStoreListeners(List<StoreListener> listeners) {
    this.listeners = ShieldedListener.each(listeners);
  }

  @Override
  public Object appendStarted(AppendRequest request) {
    @Nullable Object[] contexts = new @Nullable Object[listeners.size()];
    for (int i = 0; i < contexts.length; i++) {
      contexts[i] = listeners.get(i).ask(listener -> listener.appendStarted(request));
    }
    return contexts;
  }

  @Override
  public void appendFinished(FinishedAppend append) {
    for (int i = 0; i < listeners.size(); i++) {
      FinishedAppend own = append.withContext(contextOf(i, append.context()));
      listeners.get(i).tell(listener -> listener.appendFinished(own));
    }
  }

  private static @Nullable Object contextOf(int listener, @Nullable Object contexts) {
    return contexts instanceof Object[] array ? array[listener] : null;
  }

  /** The last that began ends first, as with scopes that are nested. */
  @Override
  public Scope batchStarted(AppendBatch batch) {
    List<ShieldedListener<Scope>> scopes = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      int index = i;
      Scope scope = listeners.get(i).ask(listener -> listener.batchStarted(own(batch, index)));
      if (scope != null) {
        scopes.addAll(0, ShieldedListener.each(List.of(scope)));
      }
    }
    return () -> scopes.forEach(scope -> scope.tell(Scope::close));
  }

  private static AppendBatch own(AppendBatch batch, int listener) {
    List<@Nullable Object> contexts = new ArrayList<>();
    for (Object each : batch.contexts()) {
      contexts.add(contextOf(listener, each));
    }
    return new AppendBatch(contexts, batch.events(), batch.characters());
  }

  @Override
  public void retrying(int attempt, Throwable error) {
    tell(listener -> listener.retrying(attempt, error));
  }

  @Override
  public void pageRead(PageKind kind, int events, Duration took) {
    tell(listener -> listener.pageRead(kind, events, took));
  }

  @Override
  public void clockBehind(Duration by) {
    tell(listener -> listener.clockBehind(by));
  }

  private void tell(Consumer<StoreListener> news) {
    listeners.forEach(listener -> listener.tell(news));
  }
}
