package io.tidemark.reaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RetryableException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.reaction.Alerts.Case;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Fault;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows are reacted to once, while what can go wrong goes wrong. */
class ReactionUnderFaultsTest {
  private static final long LONGER_THAN_A_LEASE = 1_500;

  private final ProjectionLab lab = new ProjectionLab();
  private final Random random = new Random(3);
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    lab.close();
  }

  /** At each call by which a batch asks the server for something, and after it too. */
  @Test
  void a_connection_that_is_lost_anywhere_in_a_batch_appends_nothing_twice() {
    Case<?, ?> recent = Alerts.recent("recent");
    FaultyDataSource faulty = FaultyDataSource.around(lab.dataSource());
    PostgresProjections projections =
        PostgresProjections.builder(lab.store()).dataSource(faulty).build();
    StoredProjection<?, ?> rows = recent.stored(projections);
    int failures = 0;
    for (int i = 1; i < 30; i++) {
      Alerts.history(lab.store(), 4, random);
      faulty.failCall(1 + random.nextInt(100), i % 2 == 0 ? Fault.LOST_BEFORE : Fault.LOST_AFTER);
      failures += Alerts.drive(rows, lab.store(), 4);
      faulty.heal();
    }
    for (Fault fault : List.of(Fault.LOST_BEFORE, Fault.LOST_AFTER)) {
      for (int i = 0; i < 5; i++) {
        Alerts.history(lab.store(), 4, random);
        faulty.failCallsTo("commit", fault);
        failures += Alerts.drive(rows, lab.store(), 4);
        faulty.heal();
      }
    }
    Alerts.drive(rows, lab.store(), 4);
    assertThat(failures).isGreaterThan(20);
    recent.assertTrueToTheLog(lab.store());
    Alerts.drive(rows, lab.store(), 100);
    lab.assertTrueToTheLog(recent.projection());
  }

  /** An event whose row is not there would be told of what nobody can look up. */
  @Test
  void no_event_is_there_without_its_row() {
    Case<?, ?> recent = Alerts.recent("recent");
    FaultyDataSource faulty = FaultyDataSource.around(lab.dataSource());
    StoredProjection<?, ?> rows =
        recent.stored(PostgresProjections.builder(lab.store()).dataSource(faulty).build());
    Alerts.history(lab.store(), 20, random);
    Checkpoint from = rows.open();
    EventBatch batch =
        Subscription.of(lab.store(), rows.query()).withBatchSize(20).next(Duration.ZERO);

    faulty.failCallsTo("commit", Fault.LOST_BEFORE);
    assertThatThrownBy(() -> rows.apply(from, batch)).isInstanceOf(RetryableException.class);

    assertThat(lab.store().head()).isEqualTo(20);
    assertThat(rows.apply(from, batch)).isPresent();
    assertThat(lab.store().head()).isGreaterThan(20);
    recent.assertTrueToTheLog(lab.store());
  }

  @Test
  void one_that_is_overtaken_appends_nothing() {
    Case<?, ?> recent = Alerts.recent("recent");
    for (int i = 0; i < 10; i++) {
      Alerts.history(lab.store(), 6, random);
      StoredProjection<?, ?> slow = recent.stored(lab.projections());
      Checkpoint from = slow.open();
      Subscription events = Subscription.of(lab.store(), slow.query()).withBatchSize(6);
      events.seek(from.place());
      EventBatch batch = events.next(Duration.ZERO);
      Alerts.drive(recent.stored(lab.projections()), lab.store(), 4);
      long head = lab.store().head();
      Optional<Checkpoint> to = slow.apply(from, batch);
      assertThat(to).isEmpty();
      assertThat(lab.store().head()).isEqualTo(head);
    }
    recent.assertTrueToTheLog(lab.store());
  }

  @Test
  void rebuilds_with_a_switch_amid_load_append_nothing_again_and_leave_nothing_out() {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    List<Case<?, ?>> cases = ReactingProcess.cases();
    Alerts.history(lab.store(), 30, random);
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              Random other = new Random(8);
              while (goesOn.get()) {
                Alerts.history(lab.store(), 5, other);
                LockSupport.parkNanos(20_000_000);
              }
            });
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(lab.store()).batchSize(9);
    cases.forEach(each -> builder.add(lab.projections().exactlyOnce(each.projection())));
    try (SubscriptionRunner runner = builder.build()) {
      runner.start();
      for (Case<?, ?> each : cases) {
        Processes.await("progress", () -> position(each) > 20);
        lab.replays().rebuild(each.projection(), progress -> {});
        lab.replays().rollBack(each.projection());
        lab.replays().rebuild(each.projection(), progress -> {});
      }
      goesOn.set(false);
      load.join();
      awaitEnd(cases);
    } finally {
      goesOn.set(false);
      load.join();
    }
    cases.forEach(each -> each.assertTrueToTheLog(lab.store()));
    cases.forEach(each -> lab.assertTrueToTheLog(each.projection()));
  }

  @Test
  void a_process_that_is_killed_amid_a_batch_reacts_once() throws Exception {
    torment(1, 1, 40);
  }

  @Test
  @Tag("chaos")
  void a_minute_of_kills_and_freezes_reacts_once() throws Exception {
    torment(2, 30, 600);
  }

  private void torment(int members, int faults, int events) throws Exception {
    List<Case<?, ?>> cases = ReactingProcess.cases();
    Alerts.history(lab.store(), 20, random);
    for (int i = 0; i < members; i++) {
      processes.add(ReactingProcess.start(lab.database()));
    }
    Processes.await("a first batch", () -> least(cases) > 0);
    for (int i = 0; i < faults; i++) {
      Alerts.history(lab.store(), events / faults, random);
      long reached = least(cases);
      Processes.await("progress", () -> least(cases) > reached);
      Thread.sleep(random.nextInt(100)); // anywhere amid a batch
      strike(i);
    }
    awaitEnd(cases);
    cases.forEach(each -> each.assertTrueToTheLog(lab.store()));
    cases.forEach(each -> lab.assertTrueToTheLog(each.projection()));
  }

  private void strike(int i) throws Exception {
    if (i % 2 == 0) {
      processes.get(0).destroyForcibly().waitFor();
      processes.set(0, ReactingProcess.start(lab.database()));
    } else {
      signal("STOP", processes.get(1));
      Thread.sleep(LONGER_THAN_A_LEASE);
      signal("CONT", processes.get(1));
    }
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** What is appended because of the last events is in the log too by then. */
  private void awaitEnd(List<Case<?, ?>> cases) {
    Processes.await("end of the log", () -> least(cases) >= lab.store().head());
  }

  private long least(List<Case<?, ?>> cases) {
    return cases.stream().mapToLong(this::position).min().orElseThrow();
  }

  private long position(Case<?, ?> some) {
    return lab.asking().of(some.projection()).position();
  }
}
