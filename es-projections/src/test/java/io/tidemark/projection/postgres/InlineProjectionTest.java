package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
        assertThat(balances.checkpoint()).isEqualTo(position);
      }
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
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

  private PostgresEventStore inlineStore() {
    return PostgresEventStore.builder(lab.dataSource())
        .inline(lab.projections().inline(Accounts.BALANCES))
        .build();
  }
}
