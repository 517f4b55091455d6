package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.InMemoryProjection;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneDefinitionTest {
  private static final Projection<Accounts.Event, Accounts.Balance> INLINE =
      Accounts.balances("balances_inline");

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void gives_the_same_rows_inline_and_in_batches_of_any_size_and_live_and_in_memory() {
    InMemoryProjection<Accounts.Event, Accounts.Balance> memory =
        new InMemoryProjection<>(Accounts.BALANCES, lab.store());
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
            List.copyOf(LiveProjection.fold(INLINE, lab.store(), AsOf.latest()).values());

        assertThat(live).isNotEmpty();
        assertThat(lab.stored(INLINE)).isEqualTo(live);
        assertThat(lab.stored(Accounts.BALANCES)).isEqualTo(live);
        assertThat(memory.list()).isEqualTo(live);
      }
    }
  }
}
