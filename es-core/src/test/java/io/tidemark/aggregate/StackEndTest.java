package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.LogQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands on a thread whose stack is nearly used up harm nobody else. */
class StackEndTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WatchedStore store = new WatchedStore();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void a_stack_that_ends_anywhere_leaves_nobody_waiting() throws Exception {
    AggregateRepository<Counter, Counter.Event> repository =
        AggregateRepository.of("counter", Counter::new, store, new ShallowCodec());
    repository.execute("a", counter -> counter.add(1));
    AtomicInteger overflows = new AtomicInteger();
    for (int round = 0; round < 6; round++) {
      Thread deep =
          new Thread(
              null,
              () -> descend(repository, overflows, new int[1]),
              "near the end of its stack",
              256 * 1024L);
      deep.start();
      for (int i = 0; deep.isAlive() || i < 3; i++) {
        Future<CommandResult> other =
            threads.submit(() -> repository.execute("a", counter -> counter.add(1)));
        other.get(30, TimeUnit.SECONDS);
      }
      deep.join();
    }
    assertThat(overflows.get()).isPositive();
    long stored = store.readAll(LogQuery.all()).map(RecordedEvent::id).distinct().count();
    assertThat(repository.load("a", AsOf.latest()).version()).isEqualTo(stored);
  }

  /** Goes down to the end of the stack, and on the way back executes a command at each depth. */
  private static void descend(
      AggregateRepository<Counter, Counter.Event> repository, AtomicInteger overflows, int[] up) {
    try {
      if (up[0] == 0) {
        descend(repository, overflows, up);
      }
    } catch (StackOverflowError end) {
      // executed below, with a little more stack at each return
    }
    if (up[0]++ < 400) {
      try {
        repository.execute("a", counter -> counter.add(1));
      } catch (StackOverflowError | AppendOutcomeUnknownException e) {
        overflows.incrementAndGet();
      }
    }
  }

  /** Needs so little of the stack that it ends within the store, and not here already. */
  private static final class ShallowCodec implements EventCodec<Counter.Event> {
    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public EventData encode(Counter.Event event, Metadata metadata, Instant occurredAt) {
      UUID id = new UUID(0, ids.incrementAndGet());
      return new EventData(id, "Added", "{\"amount\":1}", metadata, occurredAt);
    }

    @Override
    public List<Counter.Event> decode(RecordedEvent event) {
      return Counter.CODEC.decode(event);
    }

    @Override
    public Set<String> types() {
      return Counter.CODEC.types();
    }
  }
}
