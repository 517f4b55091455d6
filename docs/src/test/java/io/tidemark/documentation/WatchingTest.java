package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.Replays;
import io.tidemark.store.AppendBatch;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/listen-to-a-store.md}. */
class WatchingTest {
  // region meter
  static final class AppendMeter implements StoreListener {
    final LongAdder stored = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder nanos = new LongAdder();

    @Override
    public void appendFinished(FinishedAppend append) {
      (append.error() == null ? stored : failed).increment();
      nanos.add(append.took().toNanos());
    }
  }

  // end

  // region tracing
  static final class Tracing implements StoreListener {
    static final ThreadLocal<@Nullable String> TRACE = new ThreadLocal<>();

    @Override
    public @Nullable Object appendStarted(AppendRequest request) {
      return TRACE.get(); // the caller's, on the caller's thread
    }

    @Override
    public Scope batchStarted(AppendBatch batch) {
      String ofThisThread = TRACE.get();
      TRACE.set("batch of " + batch.contexts()); // a trace of its own, with links to the callers'
      return () -> TRACE.set(ofThisThread);
    }
  }

  // end

  // region lag
  static final class Progress implements SubscriptionListener {
    final AtomicLong position = new AtomicLong();
    final AtomicLong rebuilt = new AtomicLong();

    @Override
    public void batchApplied(AppliedBatch batch) {
      position.set(batch.to());
    }

    @Override
    public void rebuilding(String subscriber, long position, long head) {
      rebuilt.set(position);
    }
  }

  // end

  @Test
  void listeners_are_told_what_store_runner_and_rebuild_do() {
    try (TestDatabase database = TestDatabase.create()) {
      DataSource dataSource = database.dataSource();
      // region listen
      AppendMeter meter = new AppendMeter();
      PostgresEventStore store =
          PostgresEventStore.builder(dataSource).listener(meter).listener(new Tracing()).build();
      // end
      Tracing.TRACE.set("request 7");
      AggregateRepository.of("item", Item::new, store, Item.CODEC)
          .execute("bolt-m8", item -> item.receive(10, "Acme"));
      assertThat(Tracing.TRACE.get()).isEqualTo("request 7");
      Tracing.TRACE.remove();
      assertThat(meter.stored.sum()).isEqualTo(1);
      assertThat(meter.failed.sum()).isZero();
      assertThat(meter.nanos.sum()).isPositive();

      // region listen-to-projections
      Progress progress = new Progress();
      PostgresProjections projections = PostgresProjections.of(store);
      SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(projections.exactlyOnce(Stock.PROJECTION))
              .listener(progress)
              .build();
      Replays replays = Replays.of(projections).withListener(progress);
      // end
      runner.catchUp(Duration.ofMinutes(1));
      assertThat(progress.position).hasValue(store.head());
      replays.rebuild(Stock.PROJECTION, step -> {});
      assertThat(progress.rebuilt).hasValue(store.head());
      runner.close();
      store.close();
    }
  }
}
