package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.store.AppendBatch;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.LogQuery;
import io.tidemark.store.PageKind;
import io.tidemark.store.StoreListener;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.WrongExpectedVersionException;
import io.tidemark.testdatabase.Fault;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StoreListenerTest {
  private static final int CALLERS = 16;
  private static final int APPENDS = 40;

  private final TestDatabase database = LogDatabase.create();
  private final FaultyDataSource source = FaultyDataSource.around(database.dataSource());
  private final HeardStore heard = HeardStore.detaching();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    source.heal();
    callers.shutdownNow();
    database.close();
  }

  private PostgresEventStore.Builder store(StoreListener listener) {
    return PostgresEventStore.builder(database.dataSource())
        .directConnections(source)
        .listener(listener);
  }

  private static AppendRequest request(String key, String type, ExpectedVersion expected) {
    return new AppendRequest(
        StreamId.of("account", key), expected, List.of(EventData.of(type, "{}")));
  }

  private static AppendRequest request(String key) {
    return request(key, "T", ExpectedVersion.any());
  }

  /** Half of the appends are waited for, the others are not. */
  private void appendFromAll(PostgresEventStore store) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      String name = "caller" + caller;
      ends.add(CompletableFuture.runAsync(() -> appendAs(name, store), callers));
    }
    ends.forEach(CompletableFuture::join);
  }

  private static void appendAs(String name, PostgresEventStore store) {
    HeardStore.TRACE.set(name);
    for (int n = 0; n < APPENDS; n++) {
      if (n % 2 == 0) {
        store.append(request(name));
      } else {
        store.appendAsync(request(name)).toCompletableFuture().join();
      }
      assertThat(HeardStore.TRACE.get()).isEqualTo(name);
    }
    HeardStore.TRACE.remove();
  }

  @Test
  void while_a_batch_is_written_no_callers_trace_is_bound_to_the_thread() {
    try (PostgresEventStore store =
        store(heard).inline((transaction, events) -> heard.lookAtTrace()).build()) {
      appendFromAll(store);
    }
    assertThat(heard.foreignTraces).isEmpty();
    assertThat(heard.openScopes).hasValue(0);
    assertThat(heard.batches).anyMatch(batch -> batch.contexts().size() > 1);
    assertThat(heard.batches)
        .allMatch(batch -> batch.events() == batch.contexts().size() && batch.characters() > 0);
    assertThat(heard.finished)
        .hasSize(CALLERS * APPENDS)
        .allMatch(append -> append.result() != null && append.error() == null)
        .allMatch(append -> append.took().compareTo(Duration.ZERO) > 0);
    assertThat(heard.contextsOfBatches())
        .containsExactlyInAnyOrderElementsOf(
            heard.finished.stream().map(FinishedAppend::context).toList());
    assertThat(heard.contextsOfBatches())
        .allMatch(context -> context.toString().matches("account-(caller\\d+) of \\1"));
  }

  /** Shows that the test above can fail. */
  @Test
  void without_a_scope_the_leaders_trace_is_bound_while_it_writes_for_others() {
    HeardStore careless = HeardStore.careless();
    try (PostgresEventStore store =
        store(careless).inline((transaction, events) -> careless.lookAtTrace()).build()) {
      appendFromAll(store);
    }
    assertThat(careless.foreignTraces).isNotEmpty();
  }

  @Test
  void each_append_is_finished_once_however_it_ends() {
    PostgresEventStore store =
        store(heard).inline((transaction, events) -> refuseBad(events.get(0).type())).build();
    append(store, request("stored"), null);
    append(
        store,
        request("conflict", "T", ExpectedVersion.exactly(7)),
        WrongExpectedVersionException.class);
    append(
        store,
        request("refused by a hook", "Bad", ExpectedVersion.any()),
        IllegalStateException.class);
    append(store, tooLarge(), IllegalArgumentException.class);
    append(store, unreadable(), InvalidEventException.class);
    store.close();
    append(store, request("closed"), StoreUnavailableException.class);
    assertThat(heard.openScopes).hasValue(0);
  }

  private static void refuseBad(String type) {
    if (type.equals("Bad")) {
      throw new IllegalStateException("bad event");
    }
  }

  private static AppendRequest unreadable() {
    return new AppendRequest(
        StreamId.of("account", "unreadable"),
        ExpectedVersion.any(),
        List.of(EventData.of("T", "no JSON")));
  }

  private static AppendRequest tooLarge() {
    List<EventData> events = new ArrayList<>();
    for (int n = 0; n <= 10_000; n++) {
      events.add(EventData.of("T", "{}"));
    }
    return new AppendRequest(StreamId.of("account", "large"), ExpectedVersion.any(), events);
  }

  private void append(
      PostgresEventStore store, AppendRequest request, Class<? extends Throwable> error) {
    appendAndWait(store, request, error);
    appendAsync(store, request, error);
  }

  private void appendAndWait(
      PostgresEventStore store, AppendRequest request, Class<? extends Throwable> error) {
    heard.finished.clear();
    Throwable thrown = null;
    try {
      store.append(request);
    } catch (RuntimeException e) {
      thrown = e;
    }
    requireOne(request, error, thrown);
  }

  private void appendAsync(
      PostgresEventStore store, AppendRequest request, Class<? extends Throwable> error) {
    heard.finished.clear();
    Throwable told;
    try {
      told =
          store
              .appendAsync(request)
              .handle((result, failure) -> failure)
              .toCompletableFuture()
              .join();
    } catch (RuntimeException e) {
      told = e;
    }
    requireOne(request, error, told);
  }

  /** It was told exactly once, with the error that the caller got. */
  private void requireOne(
      AppendRequest request, Class<? extends Throwable> expected, Throwable actual) {
    FinishedAppend append = assertThat(heard.finished).hasSize(1).first().actual();
    assertThat(append.request()).isSameAs(request);
    assertThat(append.context()).isNotNull();
    assertThat(append.error()).isSameAs(actual);
    if (expected == null) {
      assertThat(append.result()).isNotNull();
    } else {
      assertThat(append.result()).isNull();
      assertThat(actual).isInstanceOf(expected);
    }
  }

  @Test
  void hears_of_tries_without_an_answer_and_of_an_unknown_outcome_once() {
    try (PostgresEventStore hasty = store(heard).outcomeTimeout(Duration.ofSeconds(3)).build()) {
      source.failAllCallsTo("executeQuery", Fault.LOST_AFTER, Fault.NO_RIGHT);
      appendAndWait(hasty, request("unknown"), AppendOutcomeUnknownException.class);
      source.failAllCallsTo("executeQuery", Fault.LOST_AFTER, Fault.NO_RIGHT);
      appendAsync(hasty, request("unknown"), AppendOutcomeUnknownException.class);
      source.heal();
    }
    assertThat(heard.retries).startsWith(1, 2);
    assertThat(heard.openScopes).hasValue(0);
  }

  @Test
  void a_promise_that_its_caller_cancelled_is_finished_too() {
    try (PostgresEventStore store = store(heard).build()) {
      store.appendAsync(request("a")).toCompletableFuture().cancel(true);
      Processes.await("the end of the append", () -> heard.finished.size() == 1);
    }
    assertThat(heard.finished).singleElement().matches(append -> append.result() != null);
  }

  @Test
  void a_listener_that_fails_harms_nobody() {
    try (PostgresEventStore store = store(new Failing()).listener(heard).build()) {
      appendFromAll(store);
      assertThat(store.readAll(LogQuery.all())).hasSize(CALLERS * APPENDS);
      assertThatThrownBy(
              () -> store.append(request("caller1", "T", ExpectedVersion.exactly(APPENDS + 1))))
          .isInstanceOf(WrongExpectedVersionException.class);
    }
    assertThat(heard.finished).hasSize(CALLERS * APPENDS + 1);
    assertThat(heard.contextsOfBatches()).hasSize(CALLERS * APPENDS + 1).doesNotContainNull();
    assertThat(heard.openScopes).hasValue(0);
    assertThat(heard.pages).contains(PageKind.LOG);
  }

  @Test
  void hears_of_each_page_that_is_read() {
    try (PostgresEventStore store = store(heard).build()) {
      for (int n = 0; n < 3; n++) {
        store.append(request("a"));
      }
      assertThat(store.readStream(StreamQuery.of(StreamId.of("account", "a")))).hasSize(3);
      assertThat(store.readAll(LogQuery.all())).hasSize(3);
      assertThat(store.readBatch(LogQuery.all()).events()).hasSize(3);
    }
    assertThat(heard.pages).contains(PageKind.STREAM, PageKind.LOG, PageKind.BATCH);
    assertThat(heard.eventsRead).hasValue(9);
  }

  /** By a query of several pages, some of which another thread fetches for it, and by a batch. */
  @Test
  void a_page_that_a_hook_reads_is_told_while_nobody_waits_for_the_listener() {
    CountDownLatch appended = new CountDownLatch(1);
    AtomicInteger pages = new AtomicInteger();
    List<Boolean> afterAppend = new CopyOnWriteArrayList<>();
    StoreListener slow =
        new StoreListener() {
          @Override
          public void pageRead(PageKind kind, int events, Duration took) {
            pages.incrementAndGet();
            try {
              afterAppend.add(appended.await(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (PostgresEventStore other = store(heard).build()) {
      List<EventData> many = Collections.nCopies(1_000, "T").stream().map(this::event).toList();
      other.append(StreamId.of("account", "many"), ExpectedVersion.any(), many);
    }
    try (PostgresEventStore store = store(slow).inline(this::readingHook).build()) {
      store.append(request("a"));
      appended.countDown();
    }
    Processes.await(
        "the pages", () -> afterAppend.size() >= 3 && afterAppend.size() == pages.get());
    assertThat(afterAppend).hasSizeGreaterThan(2).containsOnly(true);
  }

  private EventData event(String type) {
    return EventData.of(type, "{}");
  }

  private AppendHook readingHook(PostgresEventStore store) {
    return (transaction, events) -> {
      assertThat(store.readAll(LogQuery.all())).hasSize(1_000);
      assertThat(store.readBatch(LogQuery.all()).events()).hasSize(1_000);
    };
  }

  /** Fails in everything, also at the end of its scope. */
  private static final class Failing implements StoreListener {
    @Override
    public Object appendStarted(AppendRequest request) {
      throw new AssertionError("planted");
    }

    @Override
    public void appendFinished(FinishedAppend append) {
      throw new IllegalStateException("planted");
    }

    @Override
    public Scope batchStarted(AppendBatch batch) {
      return () -> {
        throw new StackOverflowError("planted");
      };
    }

    @Override
    public void pageRead(PageKind kind, int events, Duration took) {
      throw new NoClassDefFoundError("planted");
    }
  }
}
