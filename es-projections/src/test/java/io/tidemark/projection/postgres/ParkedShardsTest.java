package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.RecordedEvent;
import io.tidemark.parking.ParkedRows;
import io.tidemark.parking.Parking;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedShardsTest {
  private static final Set<Long> POISON = Set.of(11L, 12L, 13L, 14L, 15L);
  private static final Predicate<RecordedEvent> REFUSED = Trails.at(POISON);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  /** Nobody has put anything aside before, so there is no table for that yet. */
  @Test
  void another_number_of_shards_may_come_together_with_a_policy_that_parks() {
    Projection<String, Trails.Trail> stops =
        Trails.byStream("trails", Trails.nothing()).onFailure(FailurePolicy.STOP);
    Projection<String, Trails.Trail> parks =
        Trails.byStream("trails", Trails.at(Set.of(45L, 46L, 47L, 48L, 49L, 50L)));
    Trails.append(lab.store(), 20, 40);
    ShardedProjections.split(lab, stops, 2);
    Trails.append(lab.store(), 20, 20);
    ShardedProjections.goOn(
        lab, stops, new Shard(0, 2)); // the other one had stopped at one of them

    ShardedProjections.split(lab, parks, 3);

    assertThat(lab.asking().of(parks).position()).isEqualTo(60);
    assertThat(Parking.of(lab.projections()).count(parks).parked()).isBetween(1L, 5L);
  }

  @Test
  void whatever_becomes_of_the_number_of_shards_keys_that_wait_go_on_waiting() {
    for (Projection<String, Trails.Trail> trails :
        List.of(Trails.byStream("streams", REFUSED), Trails.byValue("keys", REFUSED))) {
      for (int shards : new int[] {3, 4, 1, 2}) {
        Trails.append(lab.store(), 10, 40);
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().sharded(trails, shards))
                .batchSize(7)
                .build()) {
          runner.catchUp(Duration.ofSeconds(30));
        }

        assertThat(lab.stored(trails))
            .as("%s in %d shards", trails.name(), shards)
            .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.PARK, REFUSED));
        assertThat(ShardedProjections.checkpoints(lab.jdbc(), lab.projections(), trails))
            .allMatch(
                stored -> stored.parked() <= Parking.of(lab.projections()).count(trails).parked());
      }
      Parking parking = Parking.of(lab.projections());
      Projection<String, Trails.Trail> mended = Trails.byStream(trails.name(), Trails.nothing());
      assertThat(parking.count(trails).keys()).isEqualTo(5);
      long parked = parking.count(trails).parked();
      assertThat(parking.redrive(mended).applied()).isEqualTo(parked).isGreaterThan(70);
      ParkedRows.assertNothingWaits(lab, mended);
      assertThat(ParkedRows.handled(lab, mended)).isEqualTo(ParkedRows.tally(lab, mended));
      assertThat(lab.stored(mended))
          .containsExactlyElementsOf(
              Trails.expected(lab.store(), FailurePolicy.PARK, Trails.nothing()));
    }
  }
}
