package io.tidemark.contract;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh store for each test, and what the tests have in common. */
abstract class StoreUnderTest {
  static final StreamId ACCOUNT = StreamId.of("account", "42");
  static final StreamId OTHER = StreamId.of("account", "43");
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  EventStore store;

  /** A store whose log is empty and its own. */
  protected abstract EventStore createStore();

  @BeforeEach
  void openStore() {
    store = createStore();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static EventData deposit(int amount) {
    return EventData.of("Deposited", "{\"amount\":" + amount + "}");
  }

  static List<EventData> deposits(int count) {
    return Stream.iterate(1, n -> n + 1).limit(count).map(StoreUnderTest::deposit).toList();
  }

  static EventData withData(String data) {
    return EventData.of("Deposited", data);
  }

  static EventData occurred(Instant instant) {
    return new EventData(EventIds.next(), "Deposited", "{}", Metadata.empty(), instant);
  }

  AppendResult append(StreamId stream, EventData... events) {
    return append(stream, List.of(events));
  }

  AppendResult append(StreamId stream, List<EventData> events) {
    return store.append(stream, ExpectedVersion.any(), events);
  }

  List<RecordedEvent> read(StreamQuery query) {
    try (Stream<RecordedEvent> events = store.readStream(query)) {
      return events.toList();
    }
  }

  List<RecordedEvent> read(StreamId stream) {
    return read(StreamQuery.of(stream));
  }

  List<RecordedEvent> read(LogQuery query) {
    try (Stream<RecordedEvent> events = store.readAll(query)) {
      return events.toList();
    }
  }

  static List<Long> positions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::position).toList();
  }

  static List<Long> versions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::version).toList();
  }

  static List<Long> countUpTo(long last) {
    return Stream.iterate(1L, n -> n + 1).limit(last).toList();
  }

  /** Runs the task on as many threads, all let go at once; gives what each returned. */
  static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
