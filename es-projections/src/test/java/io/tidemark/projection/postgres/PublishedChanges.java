package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.RowUpdate;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelRepository;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The changes of rows as one who asks for all of them is told. */
final class PublishedChanges<K, V> implements Flow.Subscriber<RowUpdate<K, V>> {
  private final BlockingQueue<RowUpdate<K, V>> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);

  private PublishedChanges() {}

  /** From now on; returns once it is subscribed. */
  static <K, V> PublishedChanges<K, V> of(ReadModelRepository<K, V> rows)
      throws InterruptedException {
    PublishedChanges<K, V> changes = new PublishedChanges<>();
    rows.watch(Filter.all()).subscribe(changes);
    assertThat(changes.subscribed.await(20, TimeUnit.SECONDS)).isTrue();
    return changes;
  }

  /** The next one. */
  RowUpdate<K, V> next() throws InterruptedException {
    RowUpdate<K, V> update = seen.poll(20, TimeUnit.SECONDS);
    assertThat(update).isNotNull();
    return update;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
    subscribed.countDown();
  }

  @Override
  public void onNext(RowUpdate<K, V> update) {
    seen.add(update);
  }

  @Override
  public void onError(Throwable error) {}

  @Override
  public void onComplete() {}
}
