package io.tidemark.postgres.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.postgres.PostgresMigrations;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.Fault;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fails each JDBC call of an append in turn, in each way, and compares what the callers were told
 * with what is in the log: stored is stored at that place, refused is not there, unknown is either.
 * Nobody waits for ever, the appender works afterwards, and no connection is left open.
 */
class FaultyAppendsTest {
  private static final int MOST_CALLS = 200;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private TestDatabase database;
  private FaultyDataSource source;
  private int streams;

  @BeforeEach
  void migrate() {
    database = LogDatabase.create();
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    new Jdbc(database.dataSource()).update("create table hooked (position bigint primary key)");
    source = FaultyDataSource.around(database.dataSource());
  }

  @AfterEach
  void close() {
    callers.shutdown();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void what_a_single_caller_is_told_is_true(Fault fault) throws Exception {
    failEachCall(fault, 1, List.of());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_AFTER", "NO_RIGHT"})
  void what_the_callers_of_a_batch_with_a_hook_are_told_is_true(Fault fault) throws Exception {
    failEachCall(fault, 2, List.of(FaultyAppendsTest::hook));
  }

  @Tag("chaos")
  @ParameterizedTest
  @EnumSource(Fault.class)
  void what_many_callers_with_and_without_a_hook_are_told_is_true(Fault fault) throws Exception {
    failEachCall(fault, 1, List.of(FaultyAppendsTest::hook));
    failEachCall(fault, 5, List.of());
    failEachCall(fault, 5, List.of(FaultyAppendsTest::hook));
  }

  private static void hook(Session transaction, List<RecordedEvent> events) {
    events.forEach(event -> transaction.update("insert into hooked values (?)", event.position()));
  }

  /** The first call, the second, and so on, until an append comes to its end without the fault. */
  private void failEachCall(Fault fault, int appends, List<AppendHook> hooks) throws Exception {
    int hits = 0;
    for (int call = 1; call <= MOST_CALLS; call++) {
      if (!failCall(fault, call, appends, hooks)) {
        assertThat(hits).as("calls that failed by %s", fault).isGreaterThan(1);
        return;
      }
      hits++;
    }
    throw new AssertionError("No end of calls with " + fault);
  }

  private boolean failCall(Fault fault, int call, int appends, List<AppendHook> hooks)
      throws Exception {
    Appender.Settings settings =
        new Appender.Settings(
            "tidemark",
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            hooks,
            request -> {},
            null);
    Appender appender = new Appender(new DirectConnections(source), settings, position -> {});
    source.failCall(call, fault);
    List<AppendRequest> requests = new ArrayList<>();
    List<CompletableFuture<Object>> told = new ArrayList<>();
    for (int n = 0; n < appends; n++) {
      AppendRequest request = request();
      requests.add(request);
      told.add(CompletableFuture.supplyAsync(() -> tell(appender, request), callers));
    }
    List<Object> answers = new ArrayList<>();
    for (CompletableFuture<Object> each : told) {
      answers.add(each.get(60, TimeUnit.SECONDS));
    }
    String hit = source.hit();
    source.heal();
    for (int n = 0; n < appends; n++) {
      requireTrue(requests.get(n), answers.get(n), fault + " at call " + call + ", " + hit);
    }
    requireInOrder(appender, fault + " at call " + call + ", " + hit);
    return hit != null;
  }

  private AppendRequest request() {
    return new AppendRequest(
        StreamId.of("s", "" + streams++),
        ExpectedVersion.noStream(),
        List.of(EventData.of("T", "{}")));
  }

  /** What the caller is told; an Error says nothing. */
  private static Object tell(Appender appender, AppendRequest request) {
    try {
      return appender.append(List.of(request)).get(0);
    } catch (RuntimeException | Error e) {
      return e;
    } finally {
      var unused = Thread.interrupted();
    }
  }

  private void requireTrue(AppendRequest request, Object answer, String when) {
    List<Long> positions =
        new Jdbc(database.dataSource())
            .query(
                "select position from tidemark.events where event_id = ?",
                row -> row.integer(1),
                request.events().get(0).id());
    if (answer instanceof AppendResult stored) {
      assertThat(positions).as(when).containsExactly(stored.lastPosition());
    } else if (!(answer instanceof AppendOutcomeUnknownException)
        && !(answer instanceof VirtualMachineError)) {
      assertThat(positions).as("told %s; %s", answer, when).isEmpty();
    }
  }

  private void requireInOrder(Appender appender, String when) throws SQLException {
    assertThat(tell(appender, request()))
        .as("afterwards, %s", when)
        .isInstanceOf(AppendResult.class);
    assertThat(source.open()).as("connections, %s", when).isEqualTo(1);
    appender.close();
    assertThat(source.open()).as("connections after closing, %s", when).isZero();
  }
}
