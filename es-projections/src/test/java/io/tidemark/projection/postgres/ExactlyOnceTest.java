package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RetryPolicy;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Accounts;
import io.tidemark.replay.VerificationReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(20));

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void rows_and_checkpoint_follow_the_log() {
    Accounts.history(lab.store(), 300, 1);
    try (SubscriptionRunner runner = runner(50)) {
      runner.catchUp();
      Accounts.history(lab.store(), 100, 2);
      runner.catchUp();
    }

    lab.assertTrueToTheLog(Accounts.BALANCES);
    lab.assertTrueToTheLog(Accounts.STATEMENTS);
  }

  @Test
  void every_event_counts_once_although_connections_are_killed_all_the_time() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (SubscriptionRunner runner = runner(3)) {
      Accounts.history(lab.store(), 400, 1);
      Future<Integer> killer = pool.submit(() -> killUntil(done));
      runner.start();
      runner.catchUp();
      done.set(true);

      assertThat(killer.get()).isPositive();
      lab.renewConnections();
      lab.assertTrueToTheLog(Accounts.BALANCES);
      lab.assertTrueToTheLog(Accounts.STATEMENTS);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Kills whoever is amid a batch: such a session has moved a checkpoint or is about to. */
  private int killUntil(AtomicBoolean done) {
    int killed = 0;
    while (!done.get()) {
      killed +=
          lab.jdbc()
              .query(
                  "select pg_terminate_backend(pid) from pg_stat_activity"
                      + " where datname = current_database() and pid <> pg_backend_pid()"
                      + " and (query like '%idle_in_transaction_session_timeout%'"
                      + " or query like 'update \"tidemark\"%' or query like 'insert into \"tidemark\"%')"
                      + " and state <> 'idle' and random() < 0.3",
                  row -> row.truth(1))
              .size();
    }
    return killed;
  }

  @Test
  void two_runners_at_once_apply_every_event_once() {
    Accounts.history(lab.store(), 300, 1);
    try (SubscriptionRunner one = runner(5);
        SubscriptionRunner two = runner(7)) {
      one.start();
      two.start();
      Accounts.history(lab.store(), 100, 2);
      one.catchUp();
      two.catchUp();

      lab.assertTrueToTheLog(Accounts.BALANCES);
      lab.assertTrueToTheLog(Accounts.STATEMENTS);
    }
  }

  /**
   * The owner stops between reading its batch and writing it, and meanwhile somebody else works.
   */
  @Test
  void a_paused_owner_that_was_overtaken_changes_nothing() {
    for (int i = 0; i < 10; i++) {
      Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    }
    Subscriber paused = lab.projections().exactlyOnce(Accounts.BALANCES);
    Checkpoint before = paused.open();
    EventBatch batch =
        Subscription.of(lab.store(), paused.query().after(before.position())).next(Duration.ZERO);
    lab.projections().catchUp(Accounts.BALANCES);

    PrintStream console = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(paused.apply(before, batch)).isEmpty();
      assertThat(paused.apply(before, batch)).isEmpty();
    } finally {
      System.setErr(console);
    }

    assertThat(told.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("Projection balances was overtaken at position 0");
    assertThat(lab.stored(Accounts.BALANCES))
        .singleElement()
        .extracting(Accounts.Balance::moves)
        .isEqualTo(10);
  }

  @Test
  void an_owner_from_before_a_rebuild_changes_nothing() {
    Accounts.history(lab.store(), 20, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    Subscriber owner = lab.projections().exactlyOnce(Accounts.BALANCES);
    Checkpoint before = owner.open();
    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    Accounts.history(lab.store(), 20, 2);
    EventBatch batch =
        Subscription.of(lab.store(), owner.query().after(before.position())).next(Duration.ZERO);

    assertThat(owner.apply(before, batch)).isEmpty();
    lab.projections().catchUp(Accounts.BALANCES);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void an_event_that_cannot_be_handled_stops_its_projection_only_and_leaves_its_error() {
    BigDecimal poison = new BigDecimal("13");
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "1", new Accounts.Moved(poison));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    var poisoned = Accounts.poisoned(poison);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(poisoned))
            .add(lab.projections().exactlyOnce(Accounts.BALANCES))
            .retry(QUICK)
            .build()) {
      runner.start();
      assertThat(lab.asking().of(Accounts.BALANCES).awaiting(3).position()).isEqualTo(3);
      Processes.await(
          "failure", () -> lab.projections().status(poisoned).state() == SubscriberState.FAILED);
    }

    assertThat(lab.asking().of(poisoned).position()).isEqualTo(1);
    assertThat(lab.projections().status(poisoned).error())
        .hasValueSatisfying(error -> assertThat(error).contains("position 2", "cannot take 13"));
  }

  @Test
  void a_log_that_was_rewound_is_refused_and_nothing_written() {
    Accounts.history(lab.store(), 20, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    var rows = lab.stored(Accounts.BALANCES);
    Subscriber target = lab.projections().exactlyOnce(Accounts.BALANCES);
    sql("update tidemark.projections set event_id = gen_random_uuid()");
    assertThatThrownBy(target::open)
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("at position 20");
    sql("update tidemark.projections set position = 21");
    assertThatThrownBy(target::open)
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected at least 21 events, actual 20");
    sql("update tidemark.projections set log_id = gen_random_uuid()");
    assertThatThrownBy(target::open)
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected log");
    assertThat(lab.stored(Accounts.BALANCES)).isEqualTo(rows);

    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void verify_names_the_rows_that_are_not_what_the_log_says() {
    Accounts.append(lab.store(), "changed", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "missing", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "right", new Accounts.Moved(BigDecimal.ONE));
    lab.projections().catchUp(Accounts.BALANCES);
    sql("update tidemark.balances set balance = 1.01 where account = 'changed'");
    sql("delete from tidemark.balances where account = 'missing'");
    sql(
        "insert into tidemark.balances select 'extra', owner, balance, moves, since"
            + " from tidemark.balances where account = 'right'");

    VerificationReport report = lab.replays().verify(Accounts.BALANCES);

    assertThat(report.isClean()).isFalse();
    assertThat(report.position()).isEqualTo(3);
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.differences()).isEqualTo(3);
    assertThat(report.examples())
        .extracting(RowDifference::key)
        .containsExactly("changed", "extra", "missing");
    assertThat(report.examples().get(1).expected()).isEmpty();
    assertThat(report.examples().get(2).actual()).isEmpty();
  }

  @Test
  void several_processes_may_make_the_tables_at_once() throws Exception {
    Accounts.history(lab.store(), 5, 1);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      var all =
          pool.invokeAll(
              java.util.Collections.nCopies(
                  4, Executors.callable(() -> lab.projections().catchUp(Accounts.BALANCES))));
      for (Future<Object> one : all) {
        one.get();
      }
      lab.assertTrueToTheLog(Accounts.BALANCES);
    } finally {
      pool.shutdownNow();
    }
  }

  private void sql(String statement) {
    lab.jdbc()
        .inSession(
            (Session session) -> {
              return session.update(statement);
            });
  }

  private SubscriptionRunner runner(int batchSize) {
    return SubscriptionRunner.builder(lab.store())
        .add(lab.projections().exactlyOnce(Accounts.BALANCES))
        .add(lab.projections().exactlyOnce(Accounts.STATEMENTS))
        .batchSize(batchSize)
        .retry(QUICK)
        .build();
  }
}
