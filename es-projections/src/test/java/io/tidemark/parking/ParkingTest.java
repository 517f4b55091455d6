package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecordedEvent;
import io.tidemark.RetryPolicy;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {
  private static final Projection<String, Trails.Trail> MENDED =
      Trails.byStream("trails", Trails.nothing());

  private static final RetryPolicy QUICK =
      RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(2));

  private final ProjectionLab lab = new ProjectionLab();
  private final Parking parking = Parking.of(lab.projections());

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_poison_event_parks_its_key_only_and_is_redriven_after_the_fix() {
    Trails.append(lab.store(), 5, 50);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(12L, 22L));
    Projection<String, Trails.Trail> poisoned = Trails.byStream("trails", poison);

    catchUp(poisoned, 7);

    assertThat(lab.projections().status(poisoned).error()).isEmpty();
    assertThat(lab.stored(poisoned))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.PARK, poison));
    ParkedCounts counts = parking.count(poisoned);
    assertThat(counts.keys()).isEqualTo(1);
    assertThat(counts.parked()).isEqualTo(8);
    assertThat(counts.since()).isPresent();
    List<ParkedEvent> parked = parking.list(poisoned);
    assertThat(parked)
        .extracting(ParkedEvent::position)
        .containsExactly(12L, 17L, 22L, 27L, 32L, 37L, 42L, 47L);
    assertThat(parked.get(0).key()).isEqualTo("a1");
    assertThat(parked.get(0).eventType()).isEqualTo("Moved");
    assertThat(parked.get(0).error())
        .hasValueSatisfying(error -> assertThat(error).contains("position 12", "cannot take 12"));
    assertThat(parked.get(1).error()).isEmpty();

    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(8, 0));
    lab.assertTrueToTheLog(MENDED);
    ParkedRows.assertNothingWaits(lab, MENDED);

    Trails.append(lab.store(), 5, 10);
    catchUp(MENDED, 3);
    lab.assertTrueToTheLog(MENDED);
  }

  @Test
  void what_is_refused_again_stays_parked_with_its_new_error_and_what_is_before_it_is_applied() {
    Trails.append(lab.store(), 2, 20);
    catchUp(Trails.byStream("trails", Trails.at(Set.of(4L))), 5);
    Projection<String, Trails.Trail> better = Trails.byStream("trails", Trails.at(Set.of(10L)));

    assertThat(parking.redrive(better)).isEqualTo(new RedriveReport(3, 1));

    lab.assertTrueToTheLog(better);
    List<ParkedEvent> parked = parking.list(better);
    assertThat(parked)
        .extracting(ParkedEvent::position)
        .containsExactly(10L, 12L, 14L, 16L, 18L, 20L);
    assertThat(parked).extracting(ParkedEvent::attempts).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(parked.get(0).error())
        .hasValueSatisfying(error -> assertThat(error).contains("cannot take 10"));
    assertThat(parking.redrive(better)).isEqualTo(new RedriveReport(0, 1));
    assertThat(parking.list(better).get(0).attempts()).isEqualTo(2);
  }

  @Test
  void all_are_told_page_by_page_also_those_of_one_row_alone() {
    Accounts.append(lab.store(), "a0", moves(1));
    Accounts.append(lab.store(), "a1", moves(1_100));
    Accounts.append(lab.store(), "a2", moves(2));
    Accounts.append(lab.store(), "a0", moves(1));
    Projection<String, Trails.Trail> poisoned =
        Trails.byStream("trails", Trails.at(Set.of(1L, 2L, 1_102L)));
    catchUp(poisoned, 5_000);

    assertThat(parking.list(poisoned)).hasSize(1_000);
    assertThat(parking.stream(poisoned).map(event -> event.key() + " " + event.position()))
        .startsWith("a0 1", "a0 1104", "a1 2", "a1 3")
        .endsWith("a1 1101", "a2 1102", "a2 1103")
        .hasSize(1_104)
        .doesNotHaveDuplicates();
    assertThat(parking.stream(poisoned, "a1").map(ParkedEvent::position))
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 1_101).boxed().toList());
    assertThat(parking.stream(poisoned, "a")).isEmpty();
    assertThat(parking.redrive(MENDED, "a1")).isEqualTo(new RedriveReport(1_100, 0));
    assertThat(parking.stream(poisoned, "a1")).isEmpty();
    assertThat(parking.count(poisoned).parked()).isEqualTo(4);
  }

  private static Accounts.Event[] moves(int count) {
    Accounts.Event[] moves = new Accounts.Event[count];
    Arrays.fill(moves, new Accounts.Moved(BigDecimal.ONE));
    return moves;
  }

  @Test
  void one_key_can_be_redriven_alone() {
    Trails.append(lab.store(), 4, 40);
    catchUp(Trails.byStream("trails", Trails.at(Set.of(5L, 6L))), 10);

    assertThat(parking.redrive(MENDED, "a1").applied()).isEqualTo(9);
    assertThat(parking.redrive(MENDED, "a3").applied()).isZero();
    assertThat(parking.count(MENDED).keys()).isEqualTo(1);
    assertThat(parking.redrive(MENDED, "a0").applied()).isEqualTo(9);
    lab.assertTrueToTheLog(MENDED);
  }

  @Test
  void a_discarded_event_never_changes_its_row_and_is_listed_with_the_reason() {
    Trails.append(lab.store(), 2, 10);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(3L));
    Projection<String, Trails.Trail> poisoned = Trails.byStream("trails", poison);
    catchUp(poisoned, 10);

    assertThatThrownBy(() -> parking.discard(poisoned, 3, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(parking.discard(poisoned, 4, "not parked")).isZero();
    assertThat(parking.discard(poisoned, 3, "a test transfer")).isEqualTo(1);
    assertThat(parking.discard(poisoned, 3, "twice")).isZero();
    assertThat(parking.redrive(poisoned)).isEqualTo(new RedriveReport(3, 0));

    assertThat(lab.stored(poisoned))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.SKIP, poison));
    assertThat(parking.list(poisoned))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.state()).isEqualTo(ParkedEvent.State.DISCARDED);
              assertThat(event.reason()).contains("a test transfer");
            });
    Trails.append(lab.store(), 2, 4);
    catchUp(poisoned, 10);
    assertThat(lab.stored(poisoned))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.SKIP, poison));
    ParkedRows.assertNothingWaits(lab, poisoned);
  }

  @Test
  void a_key_waits_no_more_when_all_that_waited_is_discarded() {
    Trails.append(lab.store(), 2, 4);
    Projection<String, Trails.Trail> poisoned = Trails.byStream("trails", Trails.at(Set.of(4L)));
    catchUp(poisoned, 10);

    parking.discard(poisoned, 4, "a test transfer");

    ParkedRows.assertNothingWaits(lab, poisoned);
    Trails.append(lab.store(), 2, 2);
    catchUp(poisoned, 10);
    assertThat(lab.stored(poisoned)).extracting(Trails.Trail::count).containsExactly(3L, 2L);
  }

  @Test
  void all_that_waits_for_one_row_is_discarded_at_once_and_no_other_row_is_concerned() {
    Trails.append(lab.store(), 2, 10);
    Projection<String, Trails.Trail> poisoned =
        Trails.byStream("trails", Trails.at(Set.of(3L, 4L)));
    catchUp(poisoned, 10);

    assertThatThrownBy(() -> parking.discardAll(poisoned, "a0", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(parking.discardAll(poisoned, "a7", "no such row")).isZero();
    assertThat(parking.discardAll(poisoned, "a0", "an account of a test")).isEqualTo(4);
    assertThat(parking.discardAll(poisoned, "a0", "twice")).isZero();

    assertThat(parking.count(poisoned))
        .extracting(ParkedCounts::keys, ParkedCounts::parked, ParkedCounts::discarded)
        .containsExactly(1L, 4L, 4L);
    Trails.append(lab.store(), 2, 2);
    catchUp(poisoned, 10);
    assertThat(lab.stored(poisoned)).extracting(Trails.Trail::count).containsExactly(2L, 1L);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(5, 0));
    assertThat(lab.stored(poisoned)).extracting(Trails.Trail::count).containsExactly(2L, 6L);
    ParkedRows.assertNothingWaits(lab, poisoned);
  }

  @Test
  void skipping_passes_over_the_event_only_and_lists_it() {
    Trails.append(lab.store(), 2, 10);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(3L, 7L, 8L));
    Projection<String, Trails.Trail> skipping =
        Trails.byValue("trails", poison).onFailure(FailurePolicy.SKIP);

    catchUp(skipping, 3);

    assertThat(lab.stored(skipping))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.SKIP, poison));
    assertThat(parking.count(skipping).skipped()).isEqualTo(3);
    assertThat(parking.list(skipping))
        .extracting(ParkedEvent::state)
        .containsOnly(ParkedEvent.State.SKIPPED);
    ParkedRows.assertNothingWaits(lab, skipping);
    assertThat(parking.redrive(MENDED)).isEqualTo(RedriveReport.NONE);
  }

  @Test
  void a_key_that_waits_goes_on_waiting_when_the_policy_is_another_one() {
    Trails.append(lab.store(), 2, 4);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(3L));
    catchUp(Trails.byStream("trails", poison), 10);
    Trails.append(lab.store(), 2, 4);
    Projection<String, Trails.Trail> stopping = MENDED.onFailure(FailurePolicy.STOP);

    catchUp(stopping, 10);

    assertThat(lab.stored(stopping))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.PARK, poison));
    assertThat(parking.redrive(stopping)).isEqualTo(new RedriveReport(3, 0));
    lab.assertTrueToTheLog(stopping);
  }

  @Test
  void an_event_that_could_not_be_decoded_is_redriven_by_the_codec_of_today() {
    Trails.append(lab.store(), 2, 4);
    Accounts.appendUnknown(lab.store(), "a0");
    Trails.append(lab.store(), 2, 4);
    catchUp(MENDED, 3);
    assertThat(parking.list(MENDED)).extracting(ParkedEvent::position).containsExactly(5L, 6L, 8L);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(0, 1));

    Projection<String, Trails.Trail> split = Trails.byStreamKnowingMore("trails");
    assertThat(parking.redrive(split)).isEqualTo(new RedriveReport(3, 0));

    lab.assertTrueToTheLog(split);
    assertThat(ParkedRows.handled(lab, split)).isEqualTo(ParkedRows.tally(lab, split));
  }

  @Test
  void an_event_that_cannot_be_decoded_stops_a_projection_that_is_not_keyed_by_stream() {
    Trails.append(lab.store(), 2, 4);
    Accounts.appendUnknown(lab.store(), "a0");
    Projection<String, Trails.Trail> byValue = Trails.byValue("trails", Trails.nothing());

    assertThatThrownBy(() -> catchUp(byValue, 10))
        .isInstanceOf(SubscriberFailedException.class)
        .hasStackTraceContaining("cannot be put aside: expected a key");
    assertThat(lab.asking().of(byValue).position()).isEqualTo(4);
    assertThat(parking.list(byValue)).isEmpty();
  }

  /** What the database refuses at the commit takes the whole batch back, parked events too. */
  @Test
  void a_batch_that_is_rolled_back_has_parked_nothing() {
    Trails.append(lab.store(), 3, 3);
    Projection<String, Trails.Trail> poisoned =
        Trails.byStream("trails", Trails.at(Set.of(4L, 7L)));
    catchUp(poisoned, 10);
    ParkedRows.refuseAtTheCommit(lab, 3);
    Trails.append(lab.store(), 3, 6);

    assertThatThrownBy(() -> catchUp(poisoned, 10)).isInstanceOf(SubscriberFailedException.class);
    assertThat(parking.list(poisoned)).extracting(ParkedEvent::position).containsExactly(4L, 7L);

    ParkedRows.refuseNoMore(lab);
    catchUp(poisoned, 10);
    assertThat(parking.list(poisoned)).extracting(ParkedEvent::position).containsExactly(4L, 7L);
    lab.assertTrueToTheLog(poisoned);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(2, 0));
    lab.assertTrueToTheLog(MENDED);
  }

  private void catchUp(Projection<?, ?> projection, int batchSize) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(projection))
            .retry(QUICK)
            .batchSize(batchSize)
            .build()) {
      runner.catchUp();
    }
  }
}
