package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.TestDatabase;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Callers that are interrupted while they write for others. To an interrupted virtual thread the
 * JDK closes the socket it reads from; where there are none, platform threads are interrupted.
 */
class InterruptedCallersTest {
  private static final int INTERRUPTED = 40;

  @Test
  void hold_up_no_bystander_and_fail_none() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store =
            PostgresEventStore.builder(database.dataSource())
                .outcomeTimeout(Duration.ofSeconds(20))
                .build()) {
      append(store, "warm");
      List<CompletableFuture<Duration>> bystanders = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        String stream = "bystander" + n;
        bystanders.add(
            CompletableFuture.supplyAsync(() -> longestAppend(done, store, stream), threads));
      }
      int told = 0;
      for (int n = 0; n < INTERRUPTED; n++) {
        told += appendInterrupted(store) ? 1 : 0;
      }
      done.set(true);
      for (CompletableFuture<Duration> bystander : bystanders) {
        assertThat(bystander.get(60, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(10));
      }
      assertThat(told)
          .as("interrupted callers that were told where it is stored")
          .isEqualTo(INTERRUPTED);
      new LogAssertions(database.dataSource()).assertIntact();
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  private static AppendResult append(PostgresEventStore store, String stream) {
    return store.append(
        StreamId.of("s", stream), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  private static Duration longestAppend(
      AtomicBoolean done, PostgresEventStore store, String stream) {
    long longest = 0;
    while (!done.get()) {
      long began = System.nanoTime();
      append(store, stream);
      longest = Math.max(longest, System.nanoTime() - began);
    }
    return Duration.ofNanos(longest);
  }

  /** Returns whether the caller got an answer and was still interrupted then. */
  private static boolean appendInterrupted(PostgresEventStore store) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    AtomicBoolean started = new AtomicBoolean();
    Thread caller =
        start(
            () -> {
              started.set(true);
              try {
                long position = append(store, "interrupted").lastPosition();
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
                answer.complete(position > 0);
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    while (!started.get()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    return answer.get(60, TimeUnit.SECONDS);
  }

  private static Thread start(Runnable body) throws ReflectiveOperationException {
    for (Method method : Thread.class.getMethods()) {
      if (method.getName().equals("startVirtualThread")) {
        return (Thread) method.invoke(null, body);
      }
    }
    Thread thread = new Thread(body);
    thread.start();
    return thread;
  }
}
