package com.example.shop;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.SubscriptionListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

// region metrics
/** Feeds the meters of Micrometer with what the store and the subscribers do. Thread-safe. */
final class ShopMetrics implements StoreListener, SubscriptionListener {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> positions = new ConcurrentHashMap<>();

  ShopMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void appendFinished(FinishedAppend append) {
    String outcome = append.error() == null ? "stored" : append.error().getClass().getSimpleName();
    registry.timer("tidemark.append", "outcome", outcome).record(append.took());
  }

  @Override
  public void batchApplied(AppliedBatch batch) {
    Tags tags = Tags.of("subscriber", batch.subscriber());
    registry.counter("tidemark.handled", tags).increment(batch.events());
    positions
        .computeIfAbsent(
            batch.subscriber(), name -> registry.gauge("tidemark.position", tags, new AtomicLong()))
        .set(batch.to());
  }

  @Override
  public void stopped(String subscriber, Throwable error) {
    registry.counter("tidemark.stopped", "subscriber", subscriber).increment();
  }
}
// end
