package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
  private static final int MANY = 12_000;

  private final ProjectionLab lab = new ProjectionLab();
  private final ExecutorService pool = Executors.newCachedThreadPool();

  /** A second definition under the name of {@link Accounts#BALANCES}. */
  private static final Projection<String, MoveCount> CHANGED =
      Projection.named("balances", MoveCount.class, MoveCount::account)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (row, event, recorded) ->
                  new MoveCount(recorded.stream().key(), row == null ? 1 : row.moves() + 1));

  record MoveCount(String account, long moves) {}

  @AfterEach
  void close() {
    pool.shutdownNow();
    lab.close();
  }

  @Test
  void mends_rows_and_tells_how_far_it_is() {
    Accounts.history(lab.store(), MANY, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc().update("update tidemark.balances set balance = 0");
    List<RebuildProgress> progress = new ArrayList<>();

    RebuildProgress end = lab.replays().rebuild(Accounts.BALANCES, progress::add);

    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThat(progress).hasSizeGreaterThan(3);
    assertThat(progress).allMatch(step -> step.head() == MANY && step.position() <= MANY);
    assertThat(progress)
        .extracting(RebuildProgress::position)
        .isSorted()
        .startsWith(0L)
        .endsWith((long) MANY);
    assertThat(end.resumedFrom()).isZero();
    assertThat(end.positionsPerSecond()).isPositive();
    assertThat(lab.jdbc().query("select 1 from tidemark.balances_previous", row -> row.integer(1)))
        .isNotEmpty();
  }

  @Test
  void listeners_hear_how_it_gets_on_and_do_not_harm_it() {
    Accounts.history(lab.store(), MANY, 1);
    List<String> heard = new ArrayList<>();
    SubscriptionListener meter =
        new SubscriptionListener() {
          @Override
          public void rebuilding(String subscriber, long position, long head) {
            heard.add("%s %d of %d".formatted(subscriber, position, head));
          }
        };
    SubscriptionListener failing =
        new SubscriptionListener() {
          @Override
          public void rebuilding(String subscriber, long position, long head) {
            throw new AssertionError("planted");
          }
        };
    List<String> progress = new ArrayList<>();

    lab.replays()
        .withListener(failing)
        .withListener(meter)
        .rebuild(
            Accounts.BALANCES,
            step -> progress.add("balances %d of %d".formatted(step.position(), step.head())));

    assertThat(heard).hasSizeGreaterThan(3).isEqualTo(progress);
    assertThat(heard).last().isEqualTo("balances %1$d of %1$d".formatted(MANY));
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void is_refused_before_it_begins_if_a_view_would_stay_with_the_old_rows() {
    Accounts.history(lab.store(), 50, 1);
    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    List<RebuildProgress> progress = new ArrayList<>();
    for (String table : List.of("balances", "balances_previous")) {
      lab.jdbc().update("create view rich as select * from tidemark." + table);
      assertThatThrownBy(() -> lab.replays().rebuild(Accounts.BALANCES, progress::add))
          .isInstanceOf(RebuildBlockedException.class)
          .hasMessageContaining("Rebuild of balances")
          .hasMessageContaining("view")
          .hasMessageContaining("rich");
      lab.jdbc().update("drop view rich");
    }
    lab.jdbc().update("create table others (account text references tidemark.balances)");
    assertThatThrownBy(() -> lab.replays().rebuild(Accounts.BALANCES, progress::add))
        .isInstanceOf(RebuildBlockedException.class)
        .hasMessageContaining("others");
    lab.jdbc().update("drop table others");
    assertThat(progress).isEmpty();
    lab.replays().rebuild(Accounts.BALANCES, progress::add);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_view_that_is_made_meanwhile_ends_it_at_the_switch() {
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(
                        Accounts.BALANCES,
                        progress ->
                            lab.jdbc()
                                .update(
                                    "create or replace view rich as select * from tidemark.balances")))
        .isInstanceOf(RebuildBlockedException.class)
        .hasMessageContaining("rich");
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void what_ended_it_is_not_hidden_by_a_connection_that_is_lost() {
    Accounts.history(lab.store(), 50, 1);
    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(
                        Accounts.BALANCES,
                        progress -> {
                          lab.jdbc()
                              .query(
                                  "select pg_terminate_backend(l.pid) from pg_locks l"
                                      + " where l.locktype = 'advisory' and l.objsubid = 1"
                                      + " and l.pid <> pg_backend_pid()",
                                  row -> 0);
                          throw new IllegalStateException("planted");
                        }))
        .hasMessage("planted")
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
  }

  @Test
  void can_be_done_again_and_again() {
    Accounts.history(lab.store(), 50, 1);
    for (int i = 0; i < 3; i++) {
      lab.replays().rebuild(Accounts.BALANCES, progress -> {});
      lab.assertTrueToTheLog(Accounts.BALANCES);
    }
  }

  @Test
  void goes_on_beside_a_live_runner_and_a_busy_log() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Accounts.history(lab.store(), MANY, 1);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(Accounts.BALANCES))
            .batchSize(100)
            .build()) {
      runner.start();
      Future<?> appender = pool.submit(() -> appendUntil(done));
      Future<?> watcher = pool.submit(() -> watchUntil(done));
      for (int i = 0; i < 3; i++) {
        lab.replays().rebuild(Accounts.BALANCES, progress -> {});
      }
      done.set(true);
      appender.get();
      watcher.get();
      runner.catchUp();

      assertThat(runner.status().get(0).state()).isEqualTo(SubscriberState.RUNNING);
      lab.assertTrueToTheLog(Accounts.BALANCES);
    }
  }

  /** Who has seen something must not be shown the past, whatever is switched. */
  private void watchUntil(AtomicBoolean done) {
    long seen = 0;
    while (!done.get()) {
      long now = lab.asking().of(Accounts.BALANCES).position();
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }
  }

  private void appendUntil(AtomicBoolean done) {
    Random random = new Random(3);
    while (!done.get()) {
      Accounts.append(lab.store(), "a" + random.nextInt(20), Accounts.event(random));
    }
  }

  @Test
  void a_reader_never_sees_an_empty_an_older_or_a_mixed_table() throws Exception {
    for (int i = 0; i < 40; i++) {
      Accounts.append(lab.store(), "a" + i, new Accounts.Moved(BigDecimal.ONE));
    }
    lab.projections().catchUp(Accounts.BALANCES);
    AtomicBoolean done = new AtomicBoolean();
    Future<Long> reader = pool.submit(() -> readUntil(done));
    for (int i = 0; i < 15; i++) {
      lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    }
    done.set(true);

    assertThat(reader.get()).isPositive();
  }

  private long readUntil(AtomicBoolean done) {
    ReadModelRepository<String, Accounts.Balance> balances = lab.asking().of(Accounts.BALANCES);
    long reads = 0;
    while (!done.get()) {
      assertThat(balances.findAll()).hasSize(40).allMatch(row -> row.moves() == 1);
      reads++;
    }
    return reads;
  }

  @Test
  void one_that_was_cut_off_is_resumed() {
    Accounts.history(lab.store(), MANY, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    assertThatThrownBy(() -> lab.replays().rebuild(Accounts.BALANCES, this::stopHalfWay))
        .hasMessage("cut off");
    assertThat(lab.projections().status(Accounts.BALANCES).rebuilt()).isPresent();

    RebuildProgress end = lab.replays().rebuild(Accounts.BALANCES, progress -> {});

    assertThat(end.resumedFrom()).isPositive();
    assertThat(lab.projections().status(Accounts.BALANCES).rebuilt()).isEmpty();
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  private void stopHalfWay(RebuildProgress progress) {
    if (progress.position() > 0) {
      throw new IllegalStateException("cut off");
    }
  }

  @Test
  void two_at_once_are_refused() {
    Accounts.history(lab.store(), 50, 1);

    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(
                        Accounts.BALANCES,
                        progress -> lab.replays().rebuild(Accounts.BALANCES, inner -> {})))
        .isInstanceOf(RebuildInProgressException.class)
        .hasMessageContaining("balances");
  }

  @Test
  void a_changed_record_is_refused_until_it_is_rebuilt() {
    Accounts.history(lab.store(), 200, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    var before = lab.projections().exactlyOnce(Accounts.BALANCES);
    assertThatThrownBy(() -> lab.projections().exactlyOnce(CHANGED).open())
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("must be rebuilt");

    lab.replays().rebuild(CHANGED, progress -> {});

    lab.assertTrueToTheLog(CHANGED);
    assertThatThrownBy(before::open).isInstanceOf(ProjectionChangedException.class);
  }

  @Test
  void events_of_another_category_ask_for_a_rebuild() {
    Accounts.history(lab.store(), 200, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    Projection<String, Accounts.Balance> more =
        Accounts.BALANCES
            .from("bonus", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold((row, event, recorded) -> row);
    assertThatThrownBy(() -> lab.projections().catchUp(more))
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContaining("from account, bonus")
        .hasMessageContaining("must be rebuilt");

    lab.replays().rebuild(more, progress -> {});

    lab.projections().catchUp(more);
    lab.assertTrueToTheLog(more);
  }

  @Test
  void rows_from_before_their_categories_were_kept_are_served_on() {
    Accounts.history(lab.store(), 20, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc()
        .update(
            "update tidemark.projections set definition ="
                + " substring(definition from '^columns \\((.*)\\) from account$')");

    Accounts.history(lab.store(), 20, 2);
    lab.projections().catchUp(Accounts.BALANCES);

    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThat(lab.jdbc().query("select definition from tidemark.projections", row -> row.text(1)))
        .allMatch(definition -> definition.endsWith(" from account"));
  }

  @Test
  void a_log_that_loses_its_end_just_before_the_switch_is_noticed() {
    Accounts.history(lab.store(), 200, 1);
    lab.projections().catchUp(Accounts.BALANCES);

    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(
                        Accounts.BALANCES,
                        progress -> {
                          if (progress.position() == 200) {
                            lab.jdbc().update("delete from tidemark.events where position > 150");
                          }
                        }))
        .isInstanceOf(LogRewoundException.class);

    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void one_that_was_cut_off_with_another_record_starts_over() {
    Accounts.history(lab.store(), MANY, 1);
    assertThatThrownBy(() -> lab.replays().rebuild(Accounts.BALANCES, this::stopHalfWay))
        .hasMessage("cut off");

    RebuildProgress end = lab.replays().rebuild(CHANGED, progress -> {});

    assertThat(end.resumedFrom()).isZero();
    lab.assertTrueToTheLog(CHANGED);
  }

  @Test
  void an_event_that_cannot_be_handled_leaves_the_serving_rows_alone() {
    BigDecimal poison = new BigDecimal("13");
    var poisoned = Accounts.poisoned(poison);
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    lab.projections().catchUp(poisoned);
    Accounts.append(lab.store(), "1", new Accounts.Moved(poison));

    assertThatThrownBy(() -> lab.replays().rebuild(poisoned, progress -> {}))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("position 2");
    assertThat(lab.stored(poisoned)).hasSize(1);
  }

  @Test
  void a_pool_of_two_connections_is_enough() {
    Accounts.history(lab.store(), 200, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    try (HikariDataSource two = lab.pool(2);
        PostgresEventStore store = PostgresEventStore.builder(two).build()) {
      two.setConnectionTimeout(2_000);
      Replays replays = Replays.of(PostgresProjections.of(store));
      assertThatThrownBy(() -> replays.rebuild(Accounts.BALANCES, this::cutOff))
          .hasMessage("cut off");
      Accounts.history(lab.store(), 50, 2);

      // resumed, and the serving rows are ahead when it switches: all that needs a second look
      replays.rebuild(Accounts.BALANCES, progress -> lab.projections().catchUp(Accounts.BALANCES));

      assertThat(replays.verify(Accounts.BALANCES).isClean()).isTrue();
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  private void cutOff(RebuildProgress progress) {
    throw new IllegalStateException("cut off");
  }

  @Test
  void an_interrupted_thread_stops_and_the_next_call_goes_on() {
    Accounts.history(lab.store(), 50, 1);
    assertThatThrownBy(
            () ->
                lab.replays()
                    .rebuild(Accounts.BALANCES, progress -> Thread.currentThread().interrupt()))
        .isInstanceOf(RebuildInterruptedException.class)
        .hasMessage("Rebuild of balances was interrupted: expected position 50, actual 0");
    assertThat(Thread.interrupted()).isTrue();

    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }
}
