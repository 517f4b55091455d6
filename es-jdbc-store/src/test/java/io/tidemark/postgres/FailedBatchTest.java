package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the callers of a batch are told when all of it fails. */
class FailedBatchTest {
  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server = TestServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static AppendRequest request(int stream) {
    return new AppendRequest(
        StreamId.of("s", "" + stream), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  @Test
  void a_batch_that_goes_one_by_one_has_one_deadline_and_not_one_for_each() throws Exception {
    AtomicBoolean isBad = new AtomicBoolean();
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port())) {
      PostgresEventStore store =
          PostgresEventStore.builder(server.dataSource(proxy.port()))
              .schema("one_by_one")
              .outcomeTimeout(Duration.ofSeconds(1))
              .inline((transaction, events) -> refuseAndCut(isBad, proxy, events))
              .build();
      store.append(request(0));
      isBad.set(true);
      List<CompletableFuture<Object>> answers = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        answers.add(
            store
                .appendAsync(request(n))
                .<Object>handle((result, failure) -> failure == null ? result : failure)
                .toCompletableFuture());
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(15, TimeUnit.SECONDS);
      assertThat(answers)
          .extracting(CompletableFuture::join)
          .filteredOn(answer -> answer instanceof RetryableException)
          .hasSizeGreaterThan(30);
      proxy.resume();
      store.close();
    }
  }

  /** The first batch of several is refused, and then there is no network. */
  private static void refuseAndCut(
      AtomicBoolean isBad, CuttingProxy proxy, List<RecordedEvent> events) {
    if (isBad.get() && events.size() > 1) {
      proxy.pause();
      throw new IllegalStateException("bad batch");
    }
  }

  @Test
  void each_caller_gets_an_exception_of_its_own_with_its_own_stack() throws Exception {
    int callers = 32;
    ConcurrentHashMap<String, Throwable> told = new ConcurrentHashMap<>();
    try (PostgresEventStore store =
            PostgresEventStore.builder(server.dataSource())
                .schema("own_exception")
                .lockTimeout(Duration.ofSeconds(1))
                .build();
        Connection other = server.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      store.append(request(0));
      other.setAutoCommit(false);
      statement.execute("lock table own_exception.events in access exclusive mode");
      List<Thread> threads = new ArrayList<>();
      for (int n = 0; n < callers; n++) {
        int stream = n;
        threads.add(
            new Thread(
                () -> told.put(Thread.currentThread().getName(), failure(store, stream)),
                "caller" + n));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join(60_000);
      }
      other.rollback();
    }
    assertThat(told).hasSize(callers);
    assertThat(told.values()).allMatch(StoreUnavailableException.class::isInstance);
    assertThat(told.values().stream().distinct().count()).isEqualTo(callers);
    assertThat(told.values())
        .allSatisfy(
            failure -> {
              assertThat(failure.getSuppressed()).isEmpty();
              assertThat(Arrays.toString(failure.getStackTrace()))
                  .contains("FailedBatchTest.failure");
            });
  }

  private static Throwable failure(PostgresEventStore store, int stream) {
    try {
      store.append(request(stream));
      return new AssertionError("stored");
    } catch (RuntimeException e) {
      return e;
    }
  }
}
