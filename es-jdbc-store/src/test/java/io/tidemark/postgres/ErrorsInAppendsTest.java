package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Callers that are at the end of their stack, just when they write for all. */
class ErrorsInAppendsTest {
  private static final int DIVERS = 12;
  private static final int TRIES = 40;

  private final Map<UUID, AppendResult> stored = new HashMap<>();
  private int failed;

  @Test
  void leave_neither_the_store_nor_another_caller_hanging() throws Exception {
    try (TestDatabase database = LogDatabase.create()) {
      PostgresEventStore store =
          PostgresEventStore.builder(database.dataSource())
              .outcomeTimeout(Duration.ofSeconds(10))
              .build();
      append(store, "warm");
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<List<AppendResult>> bystander = appendUntil(done, store);
      for (int n = 0; n < DIVERS; n++) {
        String name = "diver" + n;
        Thread diver =
            new Thread(null, () -> dive(store, name, Integer.MAX_VALUE), name, 256 * 1024);
        diver.start();
        diver.join(60_000);
        assertThat(diver.isAlive()).as("%s hangs", name).isFalse();
      }
      done.set(true);
      assertThat(bystander.get(60, TimeUnit.SECONDS)).isNotEmpty();
      assertThat(failed).as("appends that an Error hit").isPositive();
      CompletableFuture.supplyAsync(() -> append(store, "after")).get(30, TimeUnit.SECONDS);
      CompletableFuture.runAsync(store::close).get(30, TimeUnit.SECONDS);
      LogAssertions log = new LogAssertions(database.dataSource()).assertIntact();
      stored.forEach((id, result) -> log.assertHolds(id, result.lastPosition()));
    }
  }

  /** Of somebody who has all the stack he needs, and must not notice. */
  private static CompletableFuture<List<AppendResult>> appendUntil(
      AtomicBoolean done, PostgresEventStore store) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<AppendResult> results = new ArrayList<>();
          while (!done.get()) {
            results.add(append(store, "bystander"));
          }
          return results;
        });
  }

  private static AppendResult append(PostgresEventStore store, String stream) {
    return store.append(
        StreamId.of("s", stream), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  /** Down to the end of the stack, and appends on each of the last steps of the way back. */
  private int dive(PostgresEventStore store, String stream, int further) {
    if (further == 0) {
      return 0;
    }
    int above;
    try {
      above = dive(store, stream, further - 1) + 1;
    } catch (StackOverflowError e) {
      return 0;
    }
    if (above <= TRIES * 6 && above % 6 == 0) {
      try {
        EventData event = EventData.of("T", "{}");
        stored.put(
            event.id(),
            store.append(StreamId.of("s", stream), ExpectedVersion.any(), List.of(event)));
      } catch (RuntimeException | Error e) {
        failed++;
      }
    }
    return above;
  }
}
