package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberGroup;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardedProjectionTest {
  private static final Projection<String, Accounts.Balance> BY_STREAM =
      ShardedProjections.BY_STREAM;
  private static final Projection<String, Accounts.Activity> BY_KEY = ShardedProjections.BY_KEY;
  private static final Duration LEASE = Duration.ofMillis(900);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void two_processes_share_the_shards_and_apply_every_event_once() {
    Accounts.history(lab.store(), 2_000, 1);
    try (SubscriptionRunner one = runner(BY_STREAM, 4)) {
      one.start();
      Processes.await("all shards with one process", () -> owners().equals(List.of(4L)));
      try (SubscriptionRunner two = runner(BY_STREAM, 4)) {
        two.start();
        Processes.await("half of the shards with each", () -> owners().equals(List.of(2L, 2L)));
        Accounts.history(lab.store(), 1_000, 2);
        one.catchUp(Duration.ofSeconds(30));
        two.catchUp(Duration.ofSeconds(30));

        assertTrueToTheLog(BY_STREAM);
      }
      Processes.await("the shards of the one that left", () -> owners().equals(List.of(4L)));
      Accounts.history(lab.store(), 500, 3);
      one.catchUp(Duration.ofSeconds(30));

      assertTrueToTheLog(BY_STREAM);
    }
  }

  @Test
  void rows_that_many_streams_feed_lose_no_change() {
    Accounts.mixedHistory(lab.store(), 600, 4);
    try (SubscriptionRunner one = runner(BY_KEY, 3);
        SubscriptionRunner two = runner(BY_KEY, 3)) {
      one.start();
      two.start();
      Accounts.mixedHistory(lab.store(), 300, 5);
      one.catchUp(Duration.ofSeconds(30));
      two.catchUp(Duration.ofSeconds(30));

      assertTrueToTheLog(BY_KEY);
    }
  }

  @Test
  void another_number_of_shards_costs_no_rebuild_and_loses_and_doubles_nothing() {
    Accounts.history(lab.store(), 1_000, 1);
    lab.projections().catchUp(BY_STREAM);
    AtomicBoolean appending = new AtomicBoolean(true);
    CompletableFuture<Integer> appended = CompletableFuture.supplyAsync(() -> append(appending));
    for (int shards : new int[] {4, 3, 1, 2}) {
      try (SubscriptionRunner runner = runner(BY_STREAM, shards)) {
        runner.start();
        runner.catchUp(Duration.ofSeconds(30));
      }
    }
    try (SubscriptionRunner stays = runner(BY_STREAM, 2)) {
      stays.start();
      new Resharding<>(lab.projections().schema(), BY_STREAM).to(5);
      Processes.await("members for all shards", () -> stays.status().size() == 5);
      appending.set(false);
      assertThat(appended.join()).isPositive();
      Processes.await("end", () -> lab.asking().of(BY_STREAM).position() == lab.store().head());
    }

    assertTrueToTheLog(BY_STREAM);
    assertThat(checkpoints(BY_STREAM)).hasSize(5);
  }

  private int append(AtomicBoolean goesOn) {
    int count = 0;
    for (int seed = 10; goesOn.get(); seed++) {
      Accounts.history(lab.store(), 20, seed);
      count += 20;
    }
    return count;
  }

  /** It believes in its lease, as a process does that was frozen. */
  @Test
  void who_had_a_shard_before_changes_nothing_more() {
    Accounts.history(lab.store(), 50, 1);
    new Resharding<>(lab.projections().schema(), BY_STREAM).to(1);
    ShardSubscriber<String, Accounts.Balance> frozen = shardHeldForAnHour();
    Checkpoint from = frozen.open();
    EventBatch batch =
        Subscription.of(lab.store(), frozen.query().after(from.position())).next(Duration.ZERO);
    ShardSubscriber<String, Accounts.Balance> next = shardHeldForAnHour();
    next.open();

    assertThat(frozen.isOwner()).isTrue();
    assertThat(frozen.apply(from, batch)).isEmpty();
    assertThat(lab.stored(BY_STREAM)).isEmpty();
    assertThat(next.apply(next.open(), batch)).isPresent();
  }

  private ShardSubscriber<String, Accounts.Balance> shardHeldForAnHour() {
    StoredCheckpoint stored = checkpoints(BY_STREAM).get(0);
    ShardSubscriber<String, Accounts.Balance> shard =
        new ShardSubscriber<>(lab.projections().schema(), BY_STREAM, stored.shard());
    shard.seen(stored, Optional.of(System.nanoTime() + Duration.ofHours(1).toNanos()));
    return shard;
  }

  @Test
  void waits_while_it_is_paused_however_it_is_run() {
    try (SubscriptionRunner split = runner(BY_STREAM, 2);
        SubscriptionRunner whole =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(BY_KEY))
                .build()) {
      split.start();
      whole.start();
      Accounts.history(lab.store(), 100, 1);
      split.catchUp(Duration.ofSeconds(30));
      whole.catchUp(Duration.ofSeconds(30));

      assertThat(lab.projections().pause(BY_STREAM)).isTrue();
      assertThat(lab.projections().pause(BY_KEY)).isTrue();
      assertThat(lab.projections().pause(BY_KEY)).isFalse();
      assertThat(lab.projections().status(BY_KEY).state()).isEqualTo(SubscriberState.PAUSED);
      long paused = lab.store().head();
      Accounts.history(lab.store(), 100, 2);
      Processes.await(
          "news of the pause",
          () ->
              whole.status().stream().allMatch(status -> status.position() == paused)
                  && lab.asking().of(BY_STREAM).position() == paused);

      assertThat(lab.projections().resume(BY_STREAM)).isTrue();
      assertThat(lab.projections().resume(BY_KEY)).isTrue();
      split.catchUp(Duration.ofSeconds(30));
      whole.catchUp(Duration.ofSeconds(30));
      assertTrueToTheLog(BY_STREAM);
      assertTrueToTheLog(BY_KEY);
    }
  }

  @Test
  void is_not_run_as_a_whole_while_it_is_split() {
    Accounts.history(lab.store(), 10, 1);
    try (SubscriptionRunner split = runner(BY_STREAM, 2)) {
      split.catchUp(Duration.ofSeconds(30));
    }
    try (SubscriptionRunner whole =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(BY_STREAM))
            .build()) {
      assertThatThrownBy(whole::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasRootCauseInstanceOf(ProjectionIsSplitException.class)
          .hasMessageContaining("expected one of 2 shards, actual all of it at once");
    }
    Accounts.history(lab.store(), 10, 2);
    lab.projections().catchUp(BY_STREAM);
    assertTrueToTheLog(BY_STREAM);
  }

  /** Shards are not equally far while they are run, and what is compared must be. */
  @Test
  void its_rows_are_verified_rebuilt_asked_and_rolled_back_while_they_are_run() {
    goOverHistoryOf(BY_STREAM);
    goOverHistoryOf(BY_KEY);
  }

  private void goOverHistoryOf(Projection<?, ?> projection) {
    try (SubscriptionRunner runner = runner(projection, 3)) {
      runner.start();
      Accounts.mixedHistory(lab.store(), 300, 6);
      lab.replays().rebuild(projection, RebuildOptions.defaults().withWorkers(2), progress -> {});
      Accounts.mixedHistory(lab.store(), 100, 7);
      assertThat(lab.replays().verify(projection).examples()).isEmpty();
      assertThat(lab.replays().verify(projection).isTallyRight()).isTrue();

      lab.replays().rollBack(projection);
      Accounts.mixedHistory(lab.store(), 100, 8);
      runner.catchUp(Duration.ofSeconds(30));

      assertThat(checkpoints(projection)).hasSize(3);
      assertTrueToTheLog(projection);
      assertThat(lab.replays().whatIf(projection).dropping(1).compare().position())
          .isEqualTo(lab.store().head());
    }
  }

  @Test
  void is_not_run_inline_and_who_tries_leaves_no_error_with_a_shard() {
    Accounts.history(lab.store(), 10, 1);
    AppendHook whole = lab.projections().inline(BY_STREAM);
    new Resharding<>(lab.projections().schema(), BY_STREAM).to(2);

    assertThatThrownBy(() -> lab.projections().inline(BY_STREAM))
        .isInstanceOf(ProjectionIsSplitException.class);
    try (PostgresEventStore inline =
        PostgresEventStore.builder(lab.dataSource()).inline(store -> whole).build()) {
      assertThatThrownBy(() -> Accounts.append(inline, "a1", new Accounts.Moved(BigDecimal.ONE)))
          .isInstanceOf(ProjectionIsSplitException.class)
          .hasMessageContaining("expected one of 2 shards, actual all of it at once");
    }
    Subscriber stranger = lab.projections().exactlyOnce(BY_STREAM);
    assertThatThrownBy(stranger::open).isInstanceOf(ProjectionIsSplitException.class);
    stranger.failed("nothing of the shards' business");
    assertThat(lab.projections().status(BY_STREAM).error()).isEmpty();
  }

  @Test
  void an_error_of_an_epoch_that_is_over_is_not_kept() {
    Accounts.history(lab.store(), 10, 1);
    Subscriber overtaken = lab.projections().exactlyOnce(BY_STREAM);
    overtaken.open();
    lab.projections().pause(BY_STREAM);
    lab.projections().resume(BY_STREAM);

    overtaken.failed("of yesterday");
    assertThat(lab.projections().status(BY_STREAM).error()).isEmpty();

    overtaken.open();
    overtaken.failed("of today");
    assertThat(lab.projections().status(BY_STREAM).error()).contains("of today");
  }

  @Test
  void shares_are_as_even_as_can_be() {
    for (int members = 1; members < 6; members++) {
      int sum = 0;
      for (int i = 0; i < members; i++) {
        int share = ShardKeeper.share(i, members, 8);
        assertThat(share).isBetween(8 / members, 8 / members + 1);
        sum += share;
      }
      assertThat(sum).isEqualTo(8);
    }
  }

  private SubscriptionRunner runner(Projection<?, ?> projection, int shards) {
    SubscriberGroup group =
        PostgresProjections.builder(lab.store())
            .leaseTime(LEASE)
            .build()
            .sharded(projection, shards);
    return SubscriptionRunner.builder(lab.store()).add(group).batchSize(50).build();
  }

  /** How many shards each process has, the least first. */
  private List<Long> owners() {
    return lab.jdbc()
        .query(
            "select count(*) from tidemark.projection_leases where owner is not null"
                + " group by owner order by 1",
            row -> row.integer(1));
  }

  private List<StoredCheckpoint> checkpoints(Projection<?, ?> projection) {
    return ShardedProjections.checkpoints(lab.jdbc(), lab.projections(), projection);
  }

  private <V> void assertTrueToTheLog(Projection<?, V> projection) {
    ShardedProjections.assertTrueToTheLog(lab.store(), lab.jdbc(), projection);
  }
}
