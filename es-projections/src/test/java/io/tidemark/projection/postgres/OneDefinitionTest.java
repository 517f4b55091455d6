package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneDefinitionTest {
  private static final Projection<String, Accounts.Balance> INLINE =
      Accounts.balances("balances_inline");

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void gives_the_same_rows_inline_and_in_batches_of_any_size_and_live_and_in_memory() {
    InMemoryProjection<String, Accounts.Balance> memory =
        InMemoryProjection.of(Accounts.BALANCES, lab.store());
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(lab.projections().inline(INLINE))
            .build()) {
      for (int seed = 1; seed <= 12; seed++) {
        Accounts.history(store, 40 * seed, seed);
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(Accounts.BALANCES))
                .add(memory)
                .batchSize(seed * seed)
                .build()) {
          runner.catchUp();
        }
        List<Accounts.Balance> live =
            List.copyOf(LiveProjection.of(INLINE, lab.store()).rows(AsOf.latest()).values());

        assertThat(live).isNotEmpty();
        assertThat(lab.stored(INLINE)).isEqualTo(live);
        assertThat(lab.stored(Accounts.BALANCES)).isEqualTo(live);
        assertThat(memory.list()).isEqualTo(live);
      }
    }
  }

  /**
   * The rows that each way to run one definition of two categories gives are the same at every
   * position, whatever the history.
   */
  @Test
  void two_categories_give_the_same_rows_at_every_position_however_they_are_run() {
    Projection<String, Accounts.Activity> async = Accounts.activity("activity");
    Projection<String, Accounts.Activity> inline = Accounts.activity("activity_inline");
    Projection<String, Accounts.Activity> rebuilt = Accounts.activity("activity_rebuilt");
    InMemoryProjection<String, Accounts.Activity> memory =
        InMemoryProjection.of(async, lab.store());
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(opened -> PostgresProjections.of(opened).inline(inline))
            .build()) {
      for (int position = 1; position <= 60; position++) {
        Accounts.mixedHistory(store, 1, position);
        if (position % 4 == 0) {
          try (SubscriptionRunner runner =
              SubscriptionRunner.builder(lab.store()).add(memory).batchSize(3).build()) {
            runner.catchUp();
          }
          lab.projections().catchUp(async);
        }
        List<Accounts.Activity> expected =
            List.copyOf(LiveProjection.of(async, store).rows(AsOf.position(position)).values());
        assertThat(lab.stored(inline)).isEqualTo(expected);
        assertThat(lab.asking().of(inline).asOf(AsOf.position(position)).findAll())
            .isEqualTo(expected);
        if (position % 4 == 0) {
          assertThat(lab.stored(async)).isEqualTo(expected);
          assertThat(memory.list()).isEqualTo(expected);
        }
        if (position % 20 == 0) {
          lab.replays().rebuild(rebuilt, progress -> {});
          assertThat(lab.stored(rebuilt)).isEqualTo(expected);
        }
      }
    }
    lab.assertTrueToTheLog(async);
    lab.assertTrueToTheLog(inline);
    lab.assertTrueToTheLog(rebuilt);
  }

  /** In steps, so that rows are compared amid each history too. */
  @Test
  void random_histories_of_two_categories_give_the_same_rows_however_they_are_run() {
    for (long seed : new long[] {7, 1_234, 987_654_321}) {
      String name = "activity_" + seed;
      Projection<String, Accounts.Activity> inline = Accounts.activity(name + "_inline");
      Projection<String, Accounts.Activity> rebuilt = Accounts.activity(name + "_rebuilt");
      try (PostgresEventStore store =
          PostgresEventStore.builder(lab.dataSource())
              .inline(opened -> PostgresProjections.of(opened).inline(inline))
              .build()) {
        for (int step = 1; step <= 3; step++) {
          Accounts.mixedHistory(store, 30, seed + step);
          lab.replays().rebuild(rebuilt, progress -> {});
          List<Accounts.Activity> expected =
              List.copyOf(LiveProjection.of(inline, store).rows(AsOf.latest()).values());
          assertThat(lab.stored(inline)).as("inline, seed %d", seed).isEqualTo(expected);
          assertThat(lab.stored(rebuilt)).as("rebuilt, seed %d", seed).isEqualTo(expected);
          for (int size : new int[] {1, 7, 100}) {
            Projection<String, Accounts.Activity> async = Accounts.activity(name + "_" + size);
            assertThat(inMemory(async, size))
                .as("memory, seed %d, %d at once", seed, size)
                .isEqualTo(expected);
            assertThat(lab.stored(async))
                .as("async, seed %d, %d at once", seed, size)
                .isEqualTo(expected);
          }
        }
        for (long position = 1; position <= store.head(); position += 7) {
          AsOf point = AsOf.position(position);
          assertThat(lab.asking().of(inline).asOf(point).findAll())
              .as("seed %d, position %d", seed, position)
              .isEqualTo(List.copyOf(LiveProjection.of(rebuilt, store).rows(point).values()));
        }
      }
    }
  }

  /** The rows in memory, after those in the table have caught up too. */
  private List<Accounts.Activity> inMemory(
      Projection<String, Accounts.Activity> projection, int batchSize) {
    InMemoryProjection<String, Accounts.Activity> memory =
        InMemoryProjection.of(projection, lab.store());
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(projection))
            .add(memory)
            .batchSize(batchSize)
            .build()) {
      runner.catchUp();
    }
    return memory.list();
  }
}
