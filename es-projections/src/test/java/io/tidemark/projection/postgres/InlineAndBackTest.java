package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A projection that changes from a runner into the appends' transactions and back, process by
 * process, while all of them go on appending.
 */
class InlineAndBackTest {
  private static final int ROUNDS = 2;
  private static final long PAUSE_NANOS = 3_000_000;
  private static final int WRITERS = 2;

  private final ProjectionLab lab = new ProjectionLab();
  private final List<Node> nodes = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean appending = new AtomicBoolean(true);

  @AfterEach
  void close() {
    appending.set(false);
    nodes.forEach(Node::close);
    threads.shutdownNow();
    lab.close();
  }

  @Test
  void no_event_is_lost_or_doubled_while_four_writers_append() {
    change(Accounts.BALANCES);
  }

  @Test
  void the_versions_of_rows_are_those_of_the_log_too() {
    change(Accounts.BALANCES.withHistory());
  }

  private void change(Projection<String, Accounts.Balance> projection) {
    nodes.add(new Node(projection));
    nodes.add(new Node(projection));
    SubscriptionRunner runner = started(projection);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (Node node : nodes) {
      for (int i = 0; i < WRITERS; i++) {
        int seed = writers.size();
        writers.add(CompletableFuture.runAsync(() -> node.write(seed), threads));
      }
    }
    try {
      for (int round = 0; round < ROUNDS; round++) {
        nodes.forEach(node -> node.change(true));
        runner.close();
        awaitMore(node -> node.inlineAppends, writers);
        long head = lab.store().head();
        assertThat(lab.asking().of(projection).position())
            .as("carried by the appends alone")
            .isGreaterThanOrEqualTo(head);
        runner = started(projection);
        nodes.forEach(node -> node.change(false));
        awaitMore(node -> node.appends, writers);
      }
      appending.set(false);
      writers.forEach(CompletableFuture::join);
      runner.catchUp(Duration.ofSeconds(30));
    } finally {
      appending.set(false);
      runner.close();
    }
    lab.assertTrueToTheLog(projection);
    ShardedProjections.assertTrueToTheLog(lab.store(), lab.jdbc(), projection);
  }

  private SubscriptionRunner started(Projection<String, Accounts.Balance> projection) {
    SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(projection))
            .batchSize(50)
            .build();
    runner.start();
    return runner;
  }

  /** Some of all writers; one that was refused is heard at once. */
  private void awaitMore(Function<Node, AtomicInteger> of, List<CompletableFuture<Void>> writers) {
    int before = count(of);
    Processes.await(
        "appends",
        () -> {
          writers.forEach(writer -> writer.getNow(null));
          return count(of) > before + 40;
        });
  }

  private int count(Function<Node, AtomicInteger> of) {
    return nodes.stream().map(of).mapToInt(AtomicInteger::get).sum();
  }

  /** A store of its own, which is exchanged for another as at a rolling restart. */
  private final class Node implements AutoCloseable {
    private final Projection<String, Accounts.Balance> projection;
    private final HikariDataSource pool = lab.pool(8);
    private final ReadWriteLock exchange = new ReentrantReadWriteLock(true);
    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger inlineAppends = new AtomicInteger();
    private PostgresEventStore store = opened(false);
    private boolean isInline;

    Node(Projection<String, Accounts.Balance> projection) {
      this.projection = projection;
    }

    private PostgresEventStore opened(boolean inline) {
      PostgresEventStore.Builder builder = PostgresEventStore.builder(pool);
      return inline
          ? builder.inline(made -> PostgresProjections.of(made).inline(projection)).build()
          : builder.build();
    }

    void change(boolean inline) {
      PostgresEventStore next = opened(inline);
      exchange.writeLock().lock();
      try {
        store.close();
        store = next;
        isInline = inline;
      } finally {
        exchange.writeLock().unlock();
      }
    }

    void write(int seed) {
      for (int i = 0; appending.get(); i++) {
        LockSupport.parkNanos(PAUSE_NANOS); // the runner is to keep up, on a slow machine too
        exchange.readLock().lock();
        try {
          append("w" + seed, i);
        } finally {
          exchange.readLock().unlock();
        }
      }
    }

    /** On a row of its own, and on one that all writers change. */
    private void append(String own, int count) {
      Accounts.append(store, own, new Accounts.Moved(BigDecimal.ONE));
      Accounts.append(
          store,
          new StreamId("account", "shared"),
          count % 50 == 49
              ? new Accounts.Closed(Optional.empty())
              : new Accounts.Moved(BigDecimal.TEN));
      if (isInline) {
        ReadModelRepository<String, Accounts.Balance> rows =
            ReadModels.of(PostgresProjections.of(store)).of(projection);
        assertThat(rows.find(own).orElseThrow().moves()).isEqualTo(count + 1);
        inlineAppends.incrementAndGet();
      }
      appends.incrementAndGet();
    }

    @Override
    public void close() {
      store.close();
      pool.close();
    }
  }
}
