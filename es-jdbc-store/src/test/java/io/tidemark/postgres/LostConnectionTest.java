package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of appends whose connection breaks: each is stored once, whatever the client got to
 * hear.
 */
class LostConnectionTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server = TestServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void emptyLog() {
    new Jdbc(server.dataSource()).update("drop schema if exists tidemark cascade");
  }

  private static PostgresEventStore.Builder storeThrough(CuttingProxy proxy) {
    return PostgresEventStore.builder(server.dataSource(proxy.port()))
        .outcomeTimeout(Duration.ofSeconds(20));
  }

  @Test
  void an_append_whose_answer_is_lost_is_found_again_and_not_stored_twice() {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        PostgresEventStore store = storeThrough(proxy).build()) {
      for (int n = 1; n <= 20; n++) {
        if (n % 2 == 0) {
          proxy.loseAnswerTo("marker-" + n + "-");
        }
        EventData event = EventData.of("T", "{\"m\":\"marker-" + n + "-\"}");
        AppendResult result = store.append(STREAM, ExpectedVersion.exactly(n - 1), List.of(event));
        assertThat(result).isEqualTo(new AppendResult(STREAM, n, n, n, n, n % 2 == 0));
      }
      assertThat(proxy.answersLost()).isEqualTo(10);
      assertThat(new LogAssertions(server.dataSource()).assertIntact().count()).isEqualTo(20);
    }
  }

  @Test
  void an_interrupted_caller_does_not_give_up_on_what_it_writes_for_all() {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        PostgresEventStore store = storeThrough(proxy).build()) {
      proxy.loseAnswerTo("marker-");
      List<EventData> events = List.of(EventData.of("T", "\"marker-\""));
      Thread.currentThread().interrupt();
      AppendResult result = store.append(STREAM, ExpectedVersion.noStream(), events);
      assertThat(Thread.interrupted()).as("the interrupt is kept for the caller").isTrue();
      assertThat(result).isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, true));
    } finally {
      var unused = Thread.interrupted(); // whatever happened, the next test is not interrupted
    }
  }

  @Test
  void a_blind_retry_would_store_twice() throws SQLException {
    new Jdbc(server.dataSource()).update("drop table if exists blind");
    new Jdbc(server.dataSource()).update("create table blind (id bigserial, data text)");
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port())) {
      for (int n = 1; n <= 6; n++) {
        if (n % 2 == 0) {
          proxy.loseAnswerTo("marker-" + n + "-");
        }
        insertBlindly(proxy, "insert into blind (data) values ('marker-" + n + "-')");
      }
    }
    assertThat(new Jdbc(server.dataSource()).query("select id from blind", row -> row.integer(1)))
        .hasSize(9);
  }

  private static void insertBlindly(CuttingProxy proxy, String sql) throws SQLException {
    SQLException last = null;
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Connection connection = server.dataSource(proxy.port()).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  @Test
  void appends_outlive_an_administrator_who_kills_their_connection_all_the_time() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try (PostgresEventStore store = PostgresEventStore.builder(server.dataSource()).build()) {
      CompletableFuture<Integer> killer =
          CompletableFuture.supplyAsync(() -> killWritersUntil(done), threads);
      List<UUID> acknowledged = appendFromThreads(threads, 8, 100, store);
      done.set(true);
      assertThat(killer.get()).as("connections killed").isPositive();
      assertThat(acknowledged).hasSize(800);
      assertThat(
              new LogAssertions(server.dataSource())
                  .assertIntact()
                  .assertHoldsOnce(acknowledged)
                  .count())
          .isEqualTo(800);
    } finally {
      threads.shutdown();
    }
  }

  private static int killWritersUntil(AtomicBoolean done) {
    Jdbc jdbc = new Jdbc(server.dataSource());
    int killed = 0;
    while (!done.get()) {
      killed +=
          jdbc.query(
                  "select pg_terminate_backend(pid), pg_sleep(0.05) from pg_stat_activity"
                      + " where query like '%tidemark.append%' and pid <> pg_backend_pid()",
                  row -> 0)
              .size();
    }
    return killed;
  }

  static List<UUID> appendFromThreads(
      ExecutorService threads, int callers, int appends, PostgresEventStore store) {
    List<CompletableFuture<List<UUID>>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      StreamId stream = StreamId.of("account", "caller" + i);
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<UUID> ids = new ArrayList<>();
                for (int n = 0; n < appends; n++) {
                  EventData event = EventData.of("T", "{\"n\":" + n + "}");
                  store.append(stream, ExpectedVersion.exactly(n), List.of(event));
                  ids.add(event.id());
                }
                return ids;
              },
              threads));
    }
    return running.stream().flatMap(ids -> ids.join().stream()).toList();
  }

  @Test
  void an_append_that_stays_without_an_answer_names_its_event_ids() {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        PostgresEventStore store =
            storeThrough(proxy).outcomeTimeout(Duration.ofSeconds(1)).build()) {
      store.append(STREAM, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}")));
      proxy.pause();
      EventData event = EventData.of("T", "{}");
      assertThatThrownBy(() -> store.append(STREAM, ExpectedVersion.exactly(1), List.of(event)))
          .isInstanceOfSatisfying(
              AppendOutcomeUnknownException.class,
              unknown -> assertThat(unknown.eventIds()).containsExactly(event.id()));

      proxy.resume();
      AppendResult again = store.append(STREAM, ExpectedVersion.exactly(1), List.of(event));
      assertThat(again.lastVersion()).isEqualTo(2);
      assertThat(new LogAssertions(server.dataSource()).assertIntact().count()).isEqualTo(2);
    }
  }

  @Test
  void an_append_that_found_no_server_was_certainly_not_stored() {
    CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
    try (PostgresEventStore store =
        storeThrough(proxy).outcomeTimeout(Duration.ofSeconds(1)).build()) {
      proxy.close();
      List<EventData> events = List.of(EventData.of("T", "{}"));
      assertThatThrownBy(() -> store.append(STREAM, ExpectedVersion.noStream(), events))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }
}
