package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.replay.VerificationReport;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/make-rows-with-one-statement.md}. */
class StatementTest {
  private final TestDatabase database = TestDatabase.create();
  private final PostgresEventStore store =
      PostgresEventStore.builder(database.dataSource()).build();
  private final PostgresProjections projections = PostgresProjections.of(store);
  private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-02T09:00:00Z"));
  private final AggregateRepository<Item, ItemEvent> items =
      AggregateRepository.of("item", Item::new, store, Item.CODEC).withClock(clock);

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void pick(int quantity) {
    items.execute("bolt-m8", item -> item.pick(quantity, "order"));
  }

  @Test
  void picks_are_counted_by_day() {
    items.execute("bolt-m8", item -> item.receive(100, "Acme"));
    pick(3);
    pick(4);
    clock.advance(Duration.ofDays(1));
    pick(5);

    // region run
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(PicksPerDay.PROJECTION))
            .build();
    runner.start();
    // end
    runner.catchUp();
    runner.close();

    // region ask
    ReadModelRepository<LocalDate, PicksPerDay> picks =
        ReadModels.of(projections).of(PicksPerDay.PROJECTION);
    List<PicksPerDay> newest = picks.findAll(ReadModelQuery.all().orderByDescending("day"));
    List<PicksPerDay> then = picks.asOf(AsOf.position(3)).findAll();
    // end
    PicksPerDay first = new PicksPerDay(LocalDate.of(2026, 3, 2), 2, 7);
    assertThat(newest).containsExactly(new PicksPerDay(LocalDate.of(2026, 3, 3), 1, 5), first);
    assertThat(then).containsExactly(first);

    // region verify
    VerificationReport report = Replays.of(projections).verify(PicksPerDay.PROJECTION);
    // end
    assertThat(report.isClean()).isTrue();

    // region options
    SetProjection<LocalDate, PicksPerDay> careful =
        PicksPerDay.PROJECTION.withMaxRange(50_000).withTimeout(Duration.ofSeconds(5));
    // end
    Replays.of(projections).rebuild(careful, progress -> {});
    assertThat(picks.findAll()).hasSize(2);
  }
}
