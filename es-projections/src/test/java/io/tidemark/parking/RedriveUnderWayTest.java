package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedriveUnderWayTest {
  private static final Projection<String, Trails.Trail> MENDED =
      Trails.byStream("trails", Trails.nothing());

  private final ProjectionLab lab = new ProjectionLab();
  private final Parking parking = Parking.of(lab.projections());

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void one_that_hangs_holds_others_up_no_longer_than_a_batch_may() throws Exception {
    PostgresProjections impatient =
        PostgresProjections.builder(lab.store()).idleTimeout(Duration.ofMillis(500)).build();
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Trails.append(lab.store(), 5, 20);
    impatient.catchUp(Trails.byStream("waits", Trails.at(Set.of(12L))));
    Projection<String, Trails.Trail> hangs =
        Trails.byStream(
            "waits",
            event -> {
              hanging.countDown();
              awaitQuietly(over);
              return false;
            });
    Thread redrive = new Thread(() -> Parking.of(impatient).redrive(hangs));
    redrive.setUncaughtExceptionHandler((thread, error) -> {}); // its session is gone
    redrive.start();
    try {
      assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
      Trails.append(lab.store(), 5, 5);

      CompletableFuture.runAsync(
              () -> impatient.catchUp(Trails.byStream("waits", Trails.nothing())))
          .get(30, TimeUnit.SECONDS);
    } finally {
      over.countDown();
      redrive.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_thousand_parked_keys_are_applied_once_and_in_order_while_appends_go_on() {
    Trails.append(lab.store(), 1_200, 3_600);
    Set<Long> poison = new HashSet<>();
    for (long position = 1_201; position <= 2_200; position++) {
      poison.add(position);
    }
    lab.projections().catchUp(Trails.byStream("trails", Trails.at(poison)));
    assertThat(parking.count(MENDED).keys()).isEqualTo(1_000);
    AtomicBoolean appending = new AtomicBoolean(true);

    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(MENDED))
            .batchSize(50)
            .build()) {
      runner.start();
      CompletableFuture<Integer> appended = CompletableFuture.supplyAsync(() -> append(appending));
      CompletableFuture<RedriveReport> other =
          CompletableFuture.supplyAsync(() -> parking.redrive(MENDED));
      RedriveReport mine = parking.redrive(MENDED);
      assertThat(mine.applied() + other.join().applied()).isGreaterThanOrEqualTo(2_000);
      appending.set(false);
      assertThat(appended.join()).isPositive();
      runner.catchUp();
    }

    parking.redrive(MENDED);
    lab.assertTrueToTheLog(MENDED);
    ParkedRows.assertNothingWaits(lab, MENDED);
    assertThat(ParkedRows.handled(lab, MENDED)).isEqualTo(ParkedRows.tally(lab, MENDED));
  }

  private int append(AtomicBoolean goesOn) {
    int count = 0;
    while (goesOn.get()) {
      Trails.move(lab.store(), "a" + (count * 37) % 1_200);
      count++;
    }
    return count;
  }

  @Test
  void what_is_cut_off_by_an_error_goes_on_where_it_was() {
    park(700);
    AtomicInteger left = new AtomicInteger(600);
    Projection<String, Trails.Trail> away =
        Trails.byStream(
            "trails",
            event -> {
              if (left.decrementAndGet() < 0) {
                throw new StoreUnavailableException("away", null);
              }
              return false;
            });

    assertThatThrownBy(() -> parking.redrive(away)).isInstanceOf(EventHandlingException.class);

    long waiting = parking.count(MENDED).parked();
    assertThat(waiting).isEqualTo(200);
    assertThat(ParkedRows.checkpoints(lab, MENDED).get(0).parked()).isEqualTo(waiting);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(waiting, 0));
    lab.assertTrueToTheLog(MENDED);
  }

  /**
   * The server ends the session of a redrive amid a page, as it does when its process is killed.
   */
  @Test
  void what_is_killed_amid_a_page_has_applied_none_of_it() {
    park(700);
    AtomicInteger left = new AtomicInteger(600);
    Projection<String, Trails.Trail> killed =
        Trails.byStream(
            "trails",
            event -> {
              if (left.decrementAndGet() == 0) {
                killWhoHasLockedTheCheckpoint();
              }
              return false;
            });

    assertThatThrownBy(() -> parking.redrive(killed)).isInstanceOf(TidemarkException.class);

    assertThat(parking.count(MENDED).parked()).isEqualTo(200);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(200, 0));
    lab.assertTrueToTheLog(MENDED);
  }

  private void killWhoHasLockedTheCheckpoint() {
    assertThat(
            lab.jdbc()
                .query(
                    "select pg_terminate_backend(pid) from pg_stat_activity where state ="
                        + " 'idle in transaction' and datname = current_database()"
                        + " and pid <> pg_backend_pid()",
                    row -> row.truth(1)))
        .isNotEmpty();
  }

  /** Of more events than one page has, and with more than one page behind the one that fails. */
  @Test
  void what_is_refused_again_holds_up_all_behind_it_on_whatever_page() {
    park(2_100);
    Predicate<RecordedEvent> still = Trails.at(Set.of(9L + 7 * 9, 10L + 7 * 250));
    Projection<String, Trails.Trail> better = Trails.byStream("trails", still);

    assertThat(parking.redrive(better)).isEqualTo(new RedriveReport(5 * 300 + 9 + 250, 2));

    lab.assertTrueToTheLog(better);
    assertThat(parking.count(better).parked()).isEqualTo(291 + 50);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(341, 0));
    lab.assertTrueToTheLog(MENDED);
  }

  @Test
  void what_the_database_takes_back_at_the_commit_goes_on_waiting() {
    park(70);
    ParkedRows.refuseAtTheCommit(lab, 11);

    assertThatThrownBy(() -> parking.redrive(MENDED)).isInstanceOf(TidemarkException.class);

    assertThat(parking.count(MENDED).parked()).isEqualTo(70);
    ParkedRows.refuseNoMore(lab);
    assertThat(parking.redrive(MENDED)).isEqualTo(new RedriveReport(70, 0));
    lab.assertTrueToTheLog(MENDED);
  }

  /** So many events wait on some accounts. */
  private void park(int events) {
    Trails.append(lab.store(), 7, events + 7);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(8L, 9L, 10L, 11L, 12L, 13L, 14L));
    lab.projections().catchUp(Trails.byStream("trails", poison));
    assertThat(parking.count(MENDED).parked()).isEqualTo(events);
  }

  @Test
  void of_several_redrives_at_once_each_event_is_one_redrives_only() {
    park(2_100);
    List<CompletableFuture<RedriveReport>> all =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> parking.redrive(MENDED)))
            .toList();

    assertThat(all.stream().mapToLong(each -> each.join().applied()).sum()).isEqualTo(2_100);
    lab.assertTrueToTheLog(MENDED);
    ParkedRows.assertNothingWaits(lab, MENDED);
  }

  @Test
  void any_poison_in_any_batches_leaves_what_a_fold_in_memory_leaves_and_is_mended_by_a_redrive() {
    Trails.append(lab.store(), 11, 300);
    for (int seed = 1; seed <= 12; seed++) {
      String name = "trails" + seed;
      Predicate<RecordedEvent> poison = Trails.at(Trails.some(300, seed * 5, seed));
      FailurePolicy policy = seed % 4 == 0 ? FailurePolicy.SKIP : FailurePolicy.PARK;
      Projection<String, Trails.Trail> trails =
          (seed % 2 == 0 ? Trails.byStream(name, poison) : Trails.byValue(name, poison))
              .onFailure(policy);
      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(lab.store())
              .add(lab.projections().exactlyOnce(trails))
              .batchSize(1 + seed * 7)
              .build()) {
        runner.catchUp();
      }

      assertThat(lab.stored(trails))
          .as("seed %d", seed)
          .containsExactlyElementsOf(Trails.expected(lab.store(), policy, poison));
      lab.assertTrueToTheLog(trails);
      assertThat(ParkedRows.handled(lab, trails)).isEqualTo(ParkedRows.tally(lab, trails));

      Predicate<RecordedEvent> less = Trails.at(Trails.some(300, seed * 2, seed + 100));
      Projection<String, Trails.Trail> better = Trails.byStream(name, less);
      Projection<String, Trails.Trail> mended = Trails.byStream(name, Trails.nothing());
      parking.redrive(better);
      parking.redrive(mended);
      if (policy == FailurePolicy.PARK) {
        lab.assertTrueToTheLog(mended);
      }
      ParkedRows.assertNothingWaits(lab, mended);
    }
  }
}
