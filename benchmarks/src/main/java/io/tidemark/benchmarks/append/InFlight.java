package io.tidemark.benchmarks.append;

import io.tidemark.benchmarks.measure.Callers;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that keeps many appends under way.
 *
 * @param store where they go
 * @param limit how many
 */
record InFlight(EventStore store, int limit) {

  double appendsPerSecond(Duration length, Supplier<AppendRequest> requests) throws Exception {
    Semaphore permits = new Semaphore(limit);
    LongAdder appended = new LongAdder();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicBoolean stop = new AtomicBoolean();
    Thread sender =
        new Thread(
            () -> {
              while (!stop.get()) {
                permits.acquireUninterruptibly();
                store
                    .appendAsync(requests.get())
                    .whenComplete(
                        (result, error) -> {
                          permits.release();
                          appended.increment();
                          failure.compareAndSet(null, error);
                        });
              }
            });
    sender.start();
    double rate = Callers.measure(appended, length);
    stop.set(true);
    sender.join();
    permits.acquire(limit);
    if (failure.get() != null) {
      throw new IllegalStateException("An append failed", failure.get());
    }
    return rate;
  }
}
