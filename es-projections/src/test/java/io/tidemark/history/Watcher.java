package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelRepository;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes the changes of rows that it is handed, and keeps how the watch ended. Thread-safe. */
public final class Watcher<K, V> implements Flow.Subscriber<RowUpdate<K, V>> {
  private final BlockingQueue<RowUpdate<K, V>> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private volatile Flow.@Nullable Subscription subscription;
  private volatile @Nullable Throwable error;

  private Watcher() {}

  /** Of these rows, from now on; asks for no change by itself. Returns once it is subscribed. */
  public static <K, V> Watcher<K, V> of(ReadModelRepository<K, V> rows, Filter filter)
      throws InterruptedException {
    Watcher<K, V> watcher = new Watcher<>();
    rows.watch(filter).subscribe(watcher);
    assertThat(watcher.subscribed.await(60, TimeUnit.SECONDS)).isTrue();
    return watcher;
  }

  /** Of all rows, from now on; asks for every change. Returns once it is subscribed. */
  public static <K, V> Watcher<K, V> ofAll(ReadModelRepository<K, V> rows)
      throws InterruptedException {
    Watcher<K, V> watcher = of(rows, Filter.all());
    watcher.subscription().request(Long.MAX_VALUE);
    return watcher;
  }

  /** Those that it was handed and {@link #next} has not given yet. */
  public BlockingQueue<RowUpdate<K, V>> seen() {
    return seen;
  }

  /** The next one, within some seconds. */
  public RowUpdate<K, V> next() throws InterruptedException {
    RowUpdate<K, V> update = seen.poll(20, TimeUnit.SECONDS);
    assertThat(update).as("a change, with error %s", error).isNotNull();
    return update;
  }

  /** By which it asks, and ends. */
  public Flow.Subscription subscription() {
    return Objects.requireNonNull(subscription);
  }

  /** How it ended; null while it has not. */
  public @Nullable Throwable error() {
    return error;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    subscribed.countDown();
  }

  @Override
  public void onNext(RowUpdate<K, V> update) {
    seen.add(update);
  }

  @Override
  public void onError(Throwable failure) {
    error = failure;
  }

  @Override
  public void onComplete() {
    error = new AssertionError("A watch does not end");
  }
}
