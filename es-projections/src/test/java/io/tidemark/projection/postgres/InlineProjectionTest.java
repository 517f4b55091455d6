package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jdbc.Session;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InlineProjectionTest {
  private static final BigDecimal POISON = new BigDecimal("13");

  private final ProjectionLab lab = new ProjectionLab();
  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    pool.shutdownNow();
    lab.close();
  }

  @Test
  void whoever_appended_finds_the_rows_changed() {
    try (PostgresEventStore store = inlineStore()) {
      for (int i = 1; i <= 20; i++) {
        long position = Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));

        ReadModelRepository<String, Accounts.Balance> balances = lab.asking().of(Accounts.BALANCES);
        assertThat(balances.find("1").orElseThrow().moves()).isEqualTo(i);
        assertThat(balances.position()).isEqualTo(position);
      }
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_log_that_lost_events_and_grew_past_the_checkpoint_is_noticed() {
    try (PostgresEventStore store = inlineStore()) {
      for (int i = 0; i < 10; i++) {
        Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
      }
      lab.jdbc().update("delete from tidemark.events where position > 5");
      for (int i = 0; i < 7; i++) {
        Accounts.append(lab.store(), "2", new Accounts.Moved(BigDecimal.ONE));
      }

      assertThatThrownBy(() -> Accounts.append(store, "3", new Accounts.Moved(BigDecimal.ONE)))
          .isInstanceOf(LogRewoundException.class);
      assertThat(lab.store().head()).isEqualTo(12);
    }
  }

  @Test
  void catches_up_before_it_begins() {
    Accounts.history(lab.store(), 300, 1);
    try (PostgresEventStore store = inlineStore()) {
      lab.assertTrueToTheLog(Accounts.BALANCES);
      Accounts.history(store, 300, 2);
    }

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void an_event_that_it_cannot_handle_is_not_appended() {
    var poisoned = Accounts.poisoned(POISON);
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(lab.projections().inline(poisoned))
            .build()) {
      Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));

      assertThatThrownBy(() -> Accounts.append(store, "1", new Accounts.Moved(POISON)))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContaining("cannot take 13");

      assertThat(store.head()).isEqualTo(1);
      assertThat(Accounts.append(store, "1", new Accounts.Moved(BigDecimal.TEN))).isEqualTo(2);
    }
    lab.assertTrueToTheLog(poisoned);
  }

  @Test
  void makes_up_for_a_process_that_appends_without_it() {
    try (PostgresEventStore store = inlineStore()) {
      Accounts.history(lab.store(), 30, 1);
      Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
    }

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void refuses_to_make_up_for_a_large_gap_within_an_append() {
    try (PostgresEventStore store = inlineStore()) {
      Accounts.history(lab.store(), 10_001, 1);

      assertThatThrownBy(() -> Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE)))
          .isInstanceOf(ProjectionBehindException.class)
          .hasMessageContaining("expected checkpoint of at least 1, actual 0");

      lab.projections().catchUp(Accounts.BALANCES);
      Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void takes_turns_with_a_runner_of_the_same_projection() {
    try (PostgresEventStore store = inlineStore();
        SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(Accounts.BALANCES))
                .build()) {
      runner.start();
      for (int i = 0; i < 10; i++) {
        Accounts.history(store, 10, i);
        Accounts.history(lab.store(), 10, 100 + i);
      }
      runner.catchUp();
    }

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_rebuild_switches_under_an_inline_projection_without_losing_an_event() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (PostgresEventStore store = inlineStore()) {
      Accounts.history(store, 3_000, 1);
      Future<?> appender =
          pool.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  Accounts.append(store, "a" + i % 20, new Accounts.Moved(BigDecimal.ONE));
                }
              });
      for (int i = 0; i < 5; i++) {
        lab.replays().rebuild(Accounts.BALANCES, progress -> {});
      }
      done.set(true);
      appender.get();
    }

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void an_inline_projection_that_cannot_begin_leaves_no_store_open() {
    var poisoned = Accounts.poisoned(POISON);
    Accounts.append(lab.store(), "1", new Accounts.Moved(POISON));

    assertThatThrownBy(
            () ->
                PostgresEventStore.builder(lab.dataSource())
                    .inline(store -> PostgresProjections.of(store).inline(poisoned))
                    .build())
        .hasMessageContaining("cannot take 13");
  }

  /** As a long report or a dump does: it has read the table, and its transaction stays open. */
  @Test
  void a_long_query_holds_a_switch_up_but_no_append_and_no_other_query() throws Exception {
    try (PostgresEventStore store = inlineStore();
        Connection reader = lab.dataSource().getConnection()) {
      Accounts.history(store, 50, 1);
      reader.setAutoCommit(false);
      new Session(reader).query("select count(*) from tidemark.balances", row -> row.integer(1));
      AtomicInteger told = new AtomicInteger();
      Future<RebuildProgress> rebuild =
          pool.submit(
              () -> lab.replays().rebuild(Accounts.BALANCES, progress -> told.incrementAndGet()));
      Processes.await("tries to switch", () -> told.get() > 6 || somebodyWaitsForALock());

      for (int i = 0; i < 20; i++) {
        long from = System.nanoTime();
        Accounts.append(store, "a1", new Accounts.Moved(BigDecimal.ONE));
        assertThat(lab.asking().of(Accounts.BALANCES).find("a1")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
      }
      assertThat(rebuild).isNotDone();

      reader.rollback();
      rebuild.get();
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThat(lab.jdbc().query("select 1 from tidemark.balances_previous", row -> row.integer(1)))
        .isNotEmpty();
  }

  private boolean somebodyWaitsForALock() {
    String waiting = "select 1 from pg_locks where not granted and relation is not null";
    return lab.jdbc().first(waiting, row -> true).orElse(false);
  }

  private PostgresEventStore inlineStore() {
    return PostgresEventStore.builder(lab.dataSource())
        .inline(store -> PostgresProjections.of(store).inline(Accounts.BALANCES))
        .build();
  }
}
