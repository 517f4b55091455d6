package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.testdatabase.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kill -9 of the whole server while many callers append. */
class ServerCrashTest {

  @Test
  void a_killed_server_loses_no_acknowledged_append_and_stores_none_twice() throws Exception {
    crash(1, 400);
  }

  @Test
  @Tag("chaos")
  void a_server_killed_ten_times_loses_no_acknowledged_append_and_stores_none_twice()
      throws Exception {
    crash(10, 3_000);
  }

  private static void crash(int times, long appendsBetween) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(24);
    ConcurrentLinkedQueue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicLong handedIn = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    try (TestServer server = TestServer.start();
        PostgresEventStore store =
            PostgresEventStore.builder(server.dataSource())
                .outcomeTimeout(Duration.ofSeconds(60))
                .build()) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        StreamId stream = StreamId.of("account", "caller" + i);
        callers.add(
            CompletableFuture.runAsync(
                () -> appendUntil(stop, store, stream, handedIn, acknowledged), threads));
      }
      for (int n = 0; n < times; n++) {
        awaitGrowth(acknowledged, appendsBetween, callers);
        server.killNine();
        server.restart();
      }
      awaitGrowth(acknowledged, appendsBetween, callers);
      stop.set(true);
      callers.forEach(CompletableFuture::join);

      assertThat(
              new LogAssertions(server.dataSource())
                  .assertIntact()
                  .assertHoldsOnce(List.copyOf(acknowledged))
                  .count())
          .isEqualTo(handedIn.get());
    } finally {
      threads.shutdown();
    }
  }

  private static void appendUntil(
      AtomicBoolean stop,
      PostgresEventStore store,
      StreamId stream,
      AtomicLong handedIn,
      ConcurrentLinkedQueue<UUID> acknowledged) {
    for (long version = 0; !stop.get(); version++) {
      EventData event = EventData.of("T", "{\"n\":" + version + "}");
      handedIn.incrementAndGet();
      store.append(stream, ExpectedVersion.exactly(version), List.of(event));
      acknowledged.add(event.id());
    }
  }

  private static void awaitGrowth(
      ConcurrentLinkedQueue<UUID> acknowledged, long by, List<CompletableFuture<Void>> callers)
      throws InterruptedException {
    long goal = acknowledged.size() + by;
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (acknowledged.size() < goal && callers.stream().noneMatch(CompletableFuture::isDone)) {
      assertThat(System.nanoTime()).as("no progress within a minute").isLessThan(giveUpAt);
      Thread.sleep(5);
    }
  }
}
