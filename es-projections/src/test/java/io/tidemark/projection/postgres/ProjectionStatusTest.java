package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectionStatusTest {
  private static final Duration LEASE = Duration.ofMillis(900);
  private static final String ME = "process " + ProcessHandle.current().pid();

  private final ProjectionLab lab = new ProjectionLab();
  private final PostgresProjections projections =
      PostgresProjections.builder(lab.store()).leaseTime(LEASE).build();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void it_is_running_as_long_as_somebody_runs_it() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.STOPPED);
    try (SubscriptionRunner runner = whole(Accounts.BALANCES)) {
      runner.start();
      awaitState(SubscriberState.RUNNING);
      assertThat(status(Accounts.BALANCES).runners()).containsExactly(ME);
      sleep(LEASE.multipliedBy(2));
      assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.RUNNING);
      assertThat(status(Accounts.BALANCES).missedSince()).isEmpty();
    }

    ProjectionStatus stopped = status(Accounts.BALANCES);

    assertThat(stopped.state()).isEqualTo(SubscriberState.STOPPED);
    assertThat(stopped.runners()).isEmpty();
    assertThat(stopped.missedSince()).isEmpty();
    assertThat(stopped.lag()).isZero();
  }

  @Test
  void one_that_stops_after_its_pool_was_closed_does_so_without_a_word() {
    HikariDataSource pool = lab.pool(4);
    PostgresProjections closing =
        PostgresProjections.builder(lab.store())
            .dataSource(pool)
            .schema(ProjectionLab.SCHEMA)
            .leaseTime(LEASE)
            .build();
    PrintStream console = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(closing.exactlyOnce(Accounts.BALANCES))
            .build()) {
      runner.start();
      awaitState(SubscriberState.RUNNING);
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      pool.close();
    } finally {
      System.setErr(console);
    }

    assertThat(told.toString(StandardCharsets.UTF_8)).doesNotContain("signed off");
    assertThat(status(Accounts.BALANCES).runners()).as("until it runs out").containsExactly(ME);
  }

  @Test
  void one_that_stops_takes_nothing_from_another_that_goes_on() {
    try (SubscriptionRunner one = whole(Accounts.BALANCES)) {
      try (SubscriptionRunner two = whole(Accounts.BALANCES)) {
        one.start();
        two.start();
        awaitState(SubscriberState.RUNNING);
      }

      assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.RUNNING);
    }
    assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.STOPPED);
  }

  @Test
  void a_runner_that_was_killed_is_missed_until_somebody_does_its_work() throws Exception {
    Process process = ProjectingProcess.start(lab.database(), "balances");
    try {
      awaitState(SubscriberState.RUNNING);
      assertThat(status(Accounts.BALANCES).runners()).containsExactly("process " + process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
    awaitState(SubscriberState.STOPPED);
    assertThat(status(Accounts.BALANCES).missedSince()).isPresent();
    assertThat(status(Accounts.BALANCES).runners()).isEmpty();

    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    assertThat(status(Accounts.BALANCES).missedSince()).isPresent();
    projections.catchUp(Accounts.BALANCES);

    assertThat(status(Accounts.BALANCES).missedSince()).isEmpty();
    assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.STOPPED);
  }

  /** The times of all who are dead are then in the future, and nobody makes them others. */
  private void setClockBack() {
    lab.jdbc()
        .update(
            "update tidemark.projection_members set alive_until = alive_until + interval '1 hour',"
                + " heard_at = heard_at + interval '1 hour'");
    lab.jdbc().update("update tidemark.projection_leases set until = until + interval '1 hour'");
  }

  @Test
  void one_that_was_killed_is_missed_though_the_clock_of_the_database_was_set_back()
      throws Exception {
    Process process = ProjectingProcess.start(lab.database(), "balances");
    awaitState(SubscriberState.RUNNING);
    process.destroyForcibly().waitFor();
    setClockBack();

    ProjectionStatus status = status(Accounts.BALANCES);

    assertThat(status.state()).isEqualTo(SubscriberState.STOPPED);
    assertThat(status.runners()).isEmpty();
    assertThat(status.missedSince().orElseThrow()).isBefore(Instant.now().plusSeconds(60));
    try (SubscriptionRunner runner = whole(Accounts.BALANCES)) {
      runner.start();
      awaitState(SubscriberState.RUNNING);
      assertThat(status(Accounts.BALANCES).runners()).containsExactly(ME);
    }
    assertThat(status(Accounts.BALANCES).missedSince()).isEmpty();
  }

  @Test
  void shards_are_missed_too_though_the_clock_of_the_database_was_set_back() throws Exception {
    Projection<String, Accounts.Balance> split = ShardedProjections.BY_STREAM;
    Process process = ProjectingProcess.start(lab.database(), "shards");
    Processes.await(
        "a process",
        () ->
            status(split).shards().size() == 4 && status(split).state() == SubscriberState.RUNNING);
    process.destroyForcibly().waitFor();
    setClockBack();

    assertThat(status(split).shards())
        .extracting(ShardStatus::state)
        .containsOnly(SubscriberState.STOPPED);
  }

  /** It is taken for dead for no longer than until it says again that it is there. */
  @Test
  void one_that_goes_on_is_seen_again_after_the_clock_of_the_database_was_set_back() {
    try (SubscriptionRunner runner = whole(Accounts.BALANCES)) {
      runner.start();
      awaitState(SubscriberState.RUNNING);
      setClockBack();
      awaitState(SubscriberState.RUNNING);
    }
  }

  @Test
  void a_new_runner_takes_the_place_of_one_that_was_killed() throws Exception {
    Process process = ProjectingProcess.start(lab.database(), "balances");
    awaitState(SubscriberState.RUNNING);
    process.destroyForcibly().waitFor();
    awaitState(SubscriberState.STOPPED);

    try (SubscriptionRunner runner = whole(Accounts.BALANCES)) {
      runner.start();
      awaitState(SubscriberState.RUNNING);
    }

    assertThat(status(Accounts.BALANCES).missedSince()).isEmpty();
  }

  @Test
  void what_is_brought_further_by_hand_claims_no_runner() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    projections.catchUp(Accounts.BALANCES);

    assertThat(status(Accounts.BALANCES).state()).isEqualTo(SubscriberState.UNKNOWN);
    assertThat(
            lab.jdbc()
                .query(
                    "select to_regclass('tidemark.projection_members') is null",
                    row -> row.truth(1)))
        .containsExactly(true);
  }

  @Test
  void its_age_is_that_of_the_first_event_that_it_has_yet_to_handle() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    projections.catchUp(Accounts.BALANCES);
    assertThat(status(Accounts.BALANCES).age()).isZero();
    Accounts.mention(lab.store(), "m", "1");
    assertThat(status(Accounts.BALANCES).lag()).isEqualTo(1);
    assertThat(status(Accounts.BALANCES).age()).isZero();
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.TEN));
    lab.jdbc()
        .update(
            "update tidemark.events set recorded_at = recorded_at"
                + " - (4 - position) * interval '1 hour'");

    ProjectionStatus behind = status(Accounts.BALANCES);

    assertThat(behind.lag()).isEqualTo(3);
    assertThat(behind.age()).isBetween(Duration.ofHours(1), Duration.ofMinutes(62));
  }

  @Test
  void each_shard_tells_of_itself() throws Exception {
    Projection<String, Accounts.Balance> split = ShardedProjections.BY_STREAM;
    Process process = ProjectingProcess.start(lab.database(), "shards");
    Processes.await(
        "a process",
        () ->
            status(split).shards().size() == 4 && status(split).state() == SubscriberState.RUNNING);
    process.destroyForcibly().waitFor();
    Processes.await(
        "its end",
        () -> status(split).shards().stream().allMatch(shard -> shard.missedSince().isPresent()));
    assertThat(status(split).shards())
        .extracting(ShardStatus::state)
        .containsOnly(SubscriberState.STOPPED);
    lab.jdbc()
        .update(
            "update tidemark.projections set last_error = 'no' where name = 'balances'"
                + " and shard = 2");
    assertThat(status(split).state()).isEqualTo(SubscriberState.FAILED);
    assertThat(status(split).error()).contains("no");
    Accounts.history(lab.store(), 40, 1);
    lab.jdbc()
        .update(
            "update tidemark.projections set position = 7, event_id = e.event_id"
                + " from tidemark.events e where e.position = 7 and name = 'balances'"
                + " and shard = 1");

    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(projections.sharded(split, 4)).build()) {
      assertThat(status(split).shards())
          .extracting(ShardStatus::shard, ShardStatus::position)
          .containsExactly(
              tuple(new Shard(0, 4), 0L),
              tuple(new Shard(1, 4), 7L),
              tuple(new Shard(2, 4), 0L),
              tuple(new Shard(3, 4), 0L));
      runner.start();
      Processes.await(
          "all shards run here",
          () ->
              status(split).state() == SubscriberState.RUNNING
                  && status(split).runners().equals(List.of(ME)));
      assertThat(status(split).missedSince()).isEmpty();
    }
    assertThat(status(split).state()).isEqualTo(SubscriberState.STOPPED);
    assertThat(status(split).missedSince()).isEmpty();
  }

  @Test
  void a_run_as_a_whole_gets_no_share_of_shards() {
    Projection<String, Accounts.Balance> once = ShardedProjections.BY_STREAM;
    List<SubscriptionRunner> wholes = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        SubscriptionRunner whole =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(once))
                .build();
        wholes.add(whole);
        whole.start();
      }
      Processes.await("all of them", () -> status(once).shards().get(0).runners().size() == 6);
      try (SubscriptionRunner split =
          SubscriptionRunner.builder(lab.store()).add(projections.sharded(once, 1)).build()) {
        split.start();

        Processes.await("the lease", () -> owners() == 1);
      }
    } finally {
      wholes.forEach(SubscriptionRunner::close);
    }
  }

  private long owners() {
    return lab.jdbc()
        .first(
            "select count(*) from tidemark.projection_leases where owner is not null",
            row -> row.integer(1))
        .orElseThrow();
  }

  @Test
  void what_is_parked_rebuilt_or_paused_is_told() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> poisoned =
        Trails.byStream("trails", Trails.at(Set.of(12L))).onFailure(FailurePolicy.PARK);
    projections.catchUp(poisoned);
    assertThat(status(poisoned).parked()).isEqualTo(8);
    assertThat(status(poisoned).rebuilt()).isEmpty();

    lab.replays().rebuild(poisoned, RebuildOptions.defaults().withoutSwitch(), progress -> {});
    projections.pause(poisoned);

    assertThat(status(poisoned).rebuilt()).hasValue(50);
    assertThat(status(poisoned).state()).isEqualTo(SubscriberState.PAUSED);
  }

  @Test
  void rows_of_another_definition_are_outdated_until_they_are_rebuilt() {
    Projection<?, ?> changed = Accounts.BALANCES.withVersion(2);
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    assertThat(status(changed).isOutdated()).isFalse();
    projections.catchUp(Accounts.BALANCES);

    assertThat(status(Accounts.BALANCES).isOutdated()).isFalse();
    assertThat(status(changed).isOutdated()).isTrue();
    Replays.of(projections).rebuild(changed, progress -> {});
    assertThat(status(changed).isOutdated()).isFalse();
    assertThat(status(Accounts.BALANCES).isOutdated()).isTrue();
  }

  private ProjectionStatus status(Projection<?, ?> projection) {
    return projections.status(projection);
  }

  private SubscriptionRunner whole(Projection<?, ?> projection) {
    return SubscriptionRunner.builder(lab.store()).add(projections.exactlyOnce(projection)).build();
  }

  private void awaitState(SubscriberState state) {
    Processes.await(state.name(), () -> status(Accounts.BALANCES).state() == state);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
