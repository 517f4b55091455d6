package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.Folder;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.subscription.EventHandlingException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rebuilds with options: several workers, a rate, a version of the code. */
class ParallelRebuildTest {
  private static final int MANY = 12_000;
  private static final RebuildOptions TWO = RebuildOptions.defaults().withWorkers(2);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void workers_share_the_keys_and_make_the_same_rows() {
    Accounts.history(lab.store(), MANY, 1);

    lab.replays().rebuild(Accounts.BALANCES, TWO, progress -> {});

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_worker_that_was_cut_off_before_its_commit_is_caught_up_with() {
    Accounts.history(lab.store(), MANY, 1);
    assertThatThrownBy(
            () -> lab.replays().rebuild(Accounts.BALANCES, TWO, ParallelRebuildTest::stop))
        .hasMessage("cut off");
    loseAllOfSecondWorker();

    RebuildProgress end = lab.replays().rebuild(Accounts.BALANCES, progress -> {});

    assertThat(end.resumedFrom()).isZero();
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  private void loseAllOfSecondWorker() {
    var all = lab.store().readBatch(Accounts.BALANCES.query().limit(MANY)).events();
    Set<String> keys = Accounts.BALANCES.batch(all).split(2).get(1).keys();
    assertThat(keys).hasSizeBetween(1, 19);
    assertThat(
            lab.jdbc()
                .update(
                    "update tidemark.projections set position = 0, event_id = null, handled = 0,"
                        + " digest = 0 where slot = 'rebuild' and shard = 1 and position > 0"))
        .isEqualTo(1);
    for (String key : keys) {
      lab.jdbc().update("delete from tidemark.balances_rebuild where account = ?", key);
    }
  }

  private static void stop(RebuildProgress progress) {
    if (progress.position() > 0) {
      throw new IllegalStateException("cut off");
    }
  }

  @Test
  void what_any_worker_refuses_ends_the_rebuild() {
    var poisoned = Accounts.poisoned(new BigDecimal("13"));
    for (int i = 0; i < 10; i++) {
      Accounts.append(lab.store(), "a" + i, new Accounts.Moved(BigDecimal.ONE));
    }
    for (String key : List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9")) {
      Accounts.append(lab.store(), key, new Accounts.Moved(new BigDecimal("13")));
      assertThatThrownBy(() -> lab.replays().rebuild(poisoned, TWO, progress -> {}))
          .isInstanceOf(EventHandlingException.class);
    }
  }

  @Test
  void code_that_has_changed_since_it_was_begun_makes_it_start_over() {
    Accounts.history(lab.store(), MANY, 1);
    assertThatThrownBy(() -> lab.replays().rebuild(Accounts.BALANCES, ParallelRebuildTest::stop))
        .hasMessage("cut off");
    Projection<String, Accounts.Balance> elsewhere = // the same rows, by code of another class
        Projection.named("balances", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold((row, event, recorded) -> null);

    RebuildProgress end =
        lab.replays().rebuild(elsewhere, RebuildOptions.defaults().withoutSwitch(), progress -> {});

    assertThat(end.resumedFrom()).isZero();
    assertThat(lab.jdbc().query("select 1 from tidemark.balances_rebuild", row -> row.integer(1)))
        .isEmpty();
    assertThatThrownBy(() -> lab.replays().switchOver(Accounts.BALANCES))
        .isInstanceOf(io.tidemark.projection.ProjectionChangedException.class)
        .hasMessageContaining("code ");
  }

  @Test
  void code_that_cannot_be_read_starts_over_unless_a_version_is_declared() {
    Accounts.history(lab.store(), 50, 1);
    Projection<String, Accounts.Balance> unreadable =
        Projection.named("balances", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(unreadable());
    assertThat(unreadable.foldVersion()).isEmpty();
    RebuildOptions beside = RebuildOptions.defaults().withoutSwitch();
    lab.replays().rebuild(unreadable, beside, progress -> {});

    assertThat(lab.replays().rebuild(unreadable, beside, progress -> {}).resumedFrom()).isZero();
    assertThatThrownBy(() -> lab.replays().switchOver(unreadable))
        .isInstanceOf(io.tidemark.projection.ProjectionChangedException.class)
        .hasMessageContaining("no declared version");

    Projection<String, Accounts.Balance> declared = unreadable.withVersion(1);
    lab.replays().rebuild(declared, beside, progress -> {});
    assertThat(lab.replays().rebuild(declared, beside, progress -> {}).resumedFrom()).isEqualTo(50);
    lab.replays().switchOver(declared);
  }

  /** A class of which there is no file, as in a native image. */
  @SuppressWarnings("unchecked")
  private static Folder<Accounts.Event, Accounts.Balance> unreadable() {
    return (Folder<Accounts.Event, Accounts.Balance>)
        Proxy.newProxyInstance(
            Folder.class.getClassLoader(),
            new Class<?>[] {Folder.class},
            (proxy, method, arguments) -> null);
  }

  @Test
  void the_serving_rows_go_by_the_declared_version_alone() {
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    assertThatThrownBy(() -> lab.projections().exactlyOnce(Accounts.BALANCES.withVersion(2)).open())
        .isInstanceOf(io.tidemark.projection.ProjectionChangedException.class)
        .hasMessageContaining("version 2");
    lab.jdbc().update("update tidemark.projections set fold = 'code of yesterday'");

    Accounts.history(lab.store(), 50, 2);
    lab.projections().catchUp(Accounts.BALANCES);

    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThatThrownBy(() -> Accounts.BALANCES.withVersion(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_rate_makes_small_steps_and_the_same_rows() {
    Accounts.history(lab.store(), 700, 1);
    List<Long> positions = new ArrayList<>();

    lab.replays()
        .rebuild(
            Accounts.BALANCES,
            RebuildOptions.defaults().withMaxRate(1_000),
            progress -> positions.add(progress.position()));

    assertThat(positions).startsWith(0L).hasSizeGreaterThan(3);
    assertThat(positions.get(1)).isBetween(200L, 240L); // a fifth of a second's events of accounts
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void the_events_of_a_short_log_are_counted() {
    for (int i = 0; i < 3; i++) {
      Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    }
    for (int i = 0; i < 18; i++) {
      Accounts.mention(lab.store(), "m", "1");
    }

    RebuildEstimate estimate = lab.replays().estimate(Accounts.BALANCES);

    assertThat(estimate.positions()).isEqualTo(21);
    assertThat(estimate.events()).isEqualTo(3);
  }

  @Test
  void an_estimate_reads_some_of_the_log_and_changes_nothing() {
    Accounts.history(lab.store(), 14_000, 1);
    assertThat(lab.replays().estimate(Accounts.BALANCES).rows()).isZero();
    lab.projections().catchUp(Accounts.BALANCES);

    RebuildEstimate estimate = lab.replays().estimate(Accounts.BALANCES);

    assertThat(estimate.positions()).isEqualTo(14_000);
    assertThat(estimate.events()).isBetween(11_800L, 12_200L);
    assertThat(estimate.rows()).isEqualTo(lab.stored(Accounts.BALANCES).size());
    assertThat(estimate.duration()).isPositive();
    assertThat(lab.jdbc().query("select slot from tidemark.projections", row -> row.text(1)))
        .containsExactly("live");
  }
}
