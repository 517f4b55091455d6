package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.set.SetStatementException;
import io.tidemark.projection.set.SetTotals;
import io.tidemark.projection.set.SetTotals.Total;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done over history with rows that a statement makes. */
class SetReplayTest {
  private static final RebuildOptions BESIDE = RebuildOptions.defaults().withoutSwitch();

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void assertClean(SetProjection<String, Total> projection) {
    VerificationReport report = lab.replays().verify(projection);
    assertThat(report.examples()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void a_rebuild_goes_on_beside_a_runner_and_a_busy_log_and_readers_never_see_less() {
    Accounts.history(lab.store(), 2_000, 1);
    SetProjection<String, Total> small = SetTotals.TOTALS.withMaxRange(100);
    lab.projections().catchUp(small);
    AtomicBoolean done = new AtomicBoolean();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(lab.projections().exactlyOnce(small)).build()) {
      runner.start();
      CompletableFuture<Void> appending =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  Accounts.append(lab.store(), "busy", new Accounts.Moved(BigDecimal.ONE));
                }
              });
      CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> leastStep(small, done));
      try {
        for (int i = 0; i < 3; i++) {
          lab.replays().rebuild(small, progress -> {});
        }
      } finally {
        done.set(true);
        appending.join();
      }
      assertThat(reading.join()).isNotNegative();
      runner.catchUp();
    }
    assertClean(small);
    assertThat(lab.asking().of(small).position()).isEqualTo(lab.store().head());
  }

  /** By how much the number of moves has gone down at most from one look to the next. */
  private long leastStep(SetProjection<String, Total> projection, AtomicBoolean done) {
    long least = Long.MAX_VALUE;
    long before = 1; // never empty
    while (!done.get()) {
      long now = lab.asking().of(projection).findAll().stream().mapToLong(Total::moves).sum();
      least = Math.min(least, now - before);
      before = now;
    }
    return least;
  }

  @Test
  void a_rebuild_that_was_cut_off_is_resumed_and_of_another_statement_starts_over() {
    Accounts.history(lab.store(), 500, 1);
    SetProjection<String, Total> small = SetTotals.TOTALS.withMaxRange(100);
    lab.projections().catchUp(small);
    cutOff(small);
    assertThat(lab.projections().status(small).rebuilt()).hasValue(200);

    List<RebuildProgress> told = new ArrayList<>();
    lab.replays().rebuild(small, told::add);

    assertThat(told.get(0).resumedFrom()).isEqualTo(200);
    assertThat(told).extracting(RebuildProgress::position).contains(300L, 400L, 500L);
    assertClean(small);

    cutOff(small);
    assertThat(lab.replays().rebuild(small.withVersion(2), progress -> {}).resumedFrom()).isZero();
    assertClean(small.withVersion(2));
  }

  private void cutOff(SetProjection<String, Total> projection) {
    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(
                        projection,
                        progress -> {
                          if (progress.position() == 200) {
                            throw new IllegalStateException("cut off");
                          }
                        }))
        .hasMessage("cut off");
  }

  @Test
  void other_rows_are_compared_switched_to_and_rolled_back() {
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "2", new Accounts.Moved(BigDecimal.TEN));
    lab.projections().catchUp(SetTotals.TOTALS);
    lab.jdbc().update("update tidemark.totals set balance = 99 where account = '2'");
    lab.replays().rebuild(SetTotals.TOTALS, BESIDE, progress -> {});

    ComparisonReport report = lab.replays().compare(SetTotals.TOTALS);

    assertThat(report.summary()).isEqualTo("0 rows added, 0 missing, 1 changed");
    RowDifference difference = report.examples().get(0);
    assertThat(difference.key()).isEqualTo("2");
    assertThat(difference.event()).isEqualTo(OptionalLong.empty());
    assertThatThrownBy(
            () -> lab.replays().switchOver(SetTotals.TOTALS, SwitchPolicy.noDifference()))
        .isInstanceOf(SwitchRefusedException.class);

    lab.replays().switchOver(SetTotals.TOTALS);
    assertThat(balance("2")).isEqualTo("10");
    Accounts.append(lab.store(), "2", new Accounts.Moved(BigDecimal.ONE));
    lab.replays().rollBack(SetTotals.TOTALS);
    assertThat(balance("2")).isEqualTo("100");
  }

  private BigDecimal balance(String account) {
    return lab.asking().of(SetTotals.TOTALS).find(account).orElseThrow().balance();
  }

  @Test
  void verify_finds_a_row_edited_by_hand_and_a_range_that_was_left_out() {
    Accounts.history(lab.store(), 400, 1);
    lab.projections().catchUp(SetTotals.TOTALS);
    assertClean(SetTotals.TOTALS);

    lab.jdbc().update("update tidemark.totals set balance = 1000000 where account = 'a7'");
    VerificationReport edited = lab.replays().verify(SetTotals.TOTALS);
    assertThat(edited.isClean()).isFalse();
    assertThat(edited.examples()).extracting(RowDifference::key).containsExactly("a7");

    lab.replays().rebuild(SetTotals.TOTALS, progress -> {});
    lab.jdbc().update("update tidemark.projections set handled = handled - 5");
    VerificationReport uncounted = lab.replays().verify(SetTotals.TOTALS);
    assertThat(uncounted.differences()).isZero();
    assertThat(uncounted.isTallyRight()).isFalse();
  }

  @Test
  void verify_finds_a_statement_whose_rows_depend_on_where_ranges_end() {
    Accounts.history(lab.store(), 100, 1);
    SetProjection<String, Total> counting =
        SetProjection.named("totals", Total.class, Total::account)
            .applying(
                """
                insert into :table as t
                select 'ranges', 1, 0, :through from :events e group by 1
                on conflict (account) do update set moves = t.moves + 1, last = excluded.last
                """);
    lab.projections().catchUp(counting.withMaxRange(10));

    assertThat(lab.replays().verify(counting).differences()).isEqualTo(1);
  }

  @Test
  void a_statement_that_fails_ends_a_rebuild_and_the_serving_rows_stay() {
    Accounts.history(lab.store(), 100, 1);
    lab.projections().catchUp(SetTotals.TOTALS);
    List<Total> before = lab.asking().of(SetTotals.TOTALS).findAll();
    SetProjection<String, Total> failing =
        SetProjection.named("totals", Total.class, Total::account)
            .applying("insert into :table select 'x', 1 / (e.position - 60), 1, 1 from :events e");

    assertThatThrownBy(() -> lab.replays().rebuild(failing, progress -> {}))
        .isInstanceOf(SetStatementException.class);

    assertThat(lab.asking().of(SetTotals.TOTALS).findAll()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_000, 10})
  void verify_finds_a_statement_that_depends_on_where_ranges_end(int range) {
    SetProjection<String, Total> wrong =
        SetProjection.named("totals", Total.class, Total::account)
            .applying(
                """
                insert into :table as t (account, moves, balance, last)
                select e.key, count(*), 0, 0 from :events e group by e.key
                on conflict (account) do update set moves = excluded.moves
                """)
            .withMaxRange(range);
    for (int i = 0; i < 40; i++) {
      Accounts.append(lab.store(), "a" + i % 3, new Accounts.Moved(BigDecimal.ONE));
    }
    lab.projections().catchUp(wrong);

    assertThat(lab.replays().verify(wrong).isClean()).isFalse();
  }

  @Test
  void one_statement_makes_all_rows_so_there_is_one_worker_and_a_rate_is_kept() {
    Accounts.history(lab.store(), 100, 1);
    RebuildOptions options = RebuildOptions.defaults().withWorkers(2).withMaxRate(200);

    long begun = System.nanoTime();
    lab.replays().rebuild(SetTotals.TOTALS, options, progress -> {});

    assertThat(System.nanoTime() - begun).isGreaterThan(400_000_000L);
    assertThat(lab.projections().status(SetTotals.TOTALS).shards()).hasSize(1);
    assertClean(SetTotals.TOTALS);
  }
}
