package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.readmodel.Filter;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.window.WindowCases.Case;
import io.tidemark.window.accumulator.Accumulator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows whose rows hang on several events, while what can go wrong goes wrong. */
class WindowsUnderFaultsTest {
  private static final StreamId ONE = StreamId.of("account", "one");

  private final ProjectionLab lab = new ProjectionLab();
  private final Random random = new Random(5);

  @AfterEach
  void close() {
    lab.close();
  }

  /**
   * Of four write-backs of state one fails, finds the disk full, is too slow for the server, or
   * loses its connection.
   */
  @Test
  void state_that_was_not_written_is_not_remembered() {
    lab.jdbc().update("create sequence tidemark.faults");
    lab.jdbc()
        .update(
            """
            create function tidemark.fail() returns trigger language plpgsql as $$
            declare chance float := random();
            begin
              if chance < 0.24 then perform nextval('tidemark.faults'); end if;
              if chance < 0.04 then raise exception 'no' using errcode = '40001'; end if;
              if chance < 0.08 then
                raise exception 'No space left on device' using errcode = 'disk_full';
              end if;
              if chance < 0.16 then raise exception 'slow' using errcode = '57014'; end if;
              if chance < 0.24 then perform pg_terminate_backend(pg_backend_pid()); end if;
              return null;
            end $$
            """);
    lab.jdbc()
        .update(
            """
            create function tidemark.fail_late() returns trigger language plpgsql as $$
            begin
              if random() < 0.01 then
                perform nextval('tidemark.faults');
                raise exception 'late' using errcode = '40001';
              end if;
              return null;
            end $$
            """);
    WindowCases.append(lab.store(), 3, random);
    for (Case<?, ?> each : WindowCases.all()) {
      WindowCases.drive(each.stored(lab.projections()), lab.store(), 10);
      lab.jdbc()
          .update(
              "create trigger fail after insert or update or delete on tidemark.%s_state execute function tidemark.fail()"
                  .formatted(each.projection().name()));
      lab.jdbc()
          .update(
              "create constraint trigger fail_late after insert or update on tidemark.%s deferrable initially deferred for each row execute function tidemark.fail_late()"
                  .formatted(each.projection().name()));
    }
    WindowCases.append(lab.store(), 60, random);
    for (Case<?, ?> each : WindowCases.all()) {
      WindowCases.drive(each.stored(lab.projections()), lab.store(), 7);
      each.assertTrueToTheLog(lab.projections(), lab.store());
    }
    assertThat(lab.jdbc().first("select last_value from tidemark.faults", row -> row.integer(1)))
        .hasValueSatisfying(faults -> assertThat(faults).isGreaterThan(20));
  }

  /** Each has in memory what was true when it got its last batch in. */
  @Test
  void of_two_processes_that_take_over_from_each_other_none_goes_on_from_what_it_remembers() {
    for (Case<?, ?> each : WindowCases.all()) {
      List<StoredProjection<?, ?>> processes =
          List.of(each.stored(lab.projections()), each.stored(lab.projections()));
      WindowCases.append(lab.store(), 90, random);
      Subscription events =
          Subscription.of(lab.store(), processes.get(0).query())
              .withName("takeover")
              .withBatchSize(5);
      List<Checkpoint> at = new ArrayList<>();
      processes.forEach(process -> at.add(process.open()));
      int overtaken = 0;
      while (at.stream().anyMatch(own -> own.position() < lab.store().head())) {
        int i = random.nextInt(2);
        if (random.nextBoolean()) {
          at.set(i, processes.get(i).open()); // else it finds out when it comes too late
        }
        events.seek(at.get(i).place());
        Optional<Checkpoint> to = processes.get(i).apply(at.get(i), events.next(Duration.ZERO));
        overtaken += to.isEmpty() ? 1 : 0;
        at.set(i, to.orElseGet(processes.get(i)::open));
      }
      assertThat(overtaken).isPositive();
      each.assertTrueToTheLog(lab.projections(), lab.store());
    }
  }

  /** What it reads of its state is then of before in part, and of after in part. */
  @Test
  void a_process_that_is_overtaken_between_two_reads_of_its_state_blames_no_event() {
    Projection<?, NaiveWindows.Sliding> sliding =
        NaiveWindows.Sliding.in("overtaken", Window.slidingLength(40));
    AtomicInteger rest = new AtomicInteger();
    AtomicInteger overtakings = new AtomicInteger();
    PostgresProjections meddled =
        PostgresProjections.builder(lab.store())
            .dataSource(
                meddled(
                    () -> {
                      if (rest.decrementAndGet() == 0) {
                        overtakings.incrementAndGet();
                        WindowCases.drive(
                            new StoredProjection<>(
                                lab.projections().schema(), sliding, Slot.SERVING),
                            lab.store(),
                            1_000);
                      }
                    }))
            .build();
    appendOne(60);
    lab.projections().catchUp(sliding);
    for (int i = 1; i < 40; i++) {
      appendOne(70);
      StoredProjection<?, ?> slow = new StoredProjection<>(meddled.schema(), sliding, Slot.SERVING);
      Checkpoint from = slow.open();
      EventBatch batch = batch(slow, from, 25);
      rest.set(1 + i % 12);
      assertThatCode(() -> slow.apply(from, batch)).as("read %d", i).doesNotThrowAnyException();
      rest.set(0);
      lab.projections().catchUp(sliding);
    }
    assertThat(overtakings).hasValueGreaterThan(20);
    lab.assertTrueToTheLog(sliding);
  }

  /** As a statement timeout does, at each of the statements of a batch. */
  @Test
  void a_read_of_state_that_takes_too_long_halves_the_batch() {
    Projection<?, NaiveWindows.Sliding> sliding =
        NaiveWindows.Sliding.in("halved", Window.slidingLength(20));
    AtomicInteger rest = new AtomicInteger();
    PostgresProjections meddled =
        PostgresProjections.builder(lab.store())
            .dataSource(
                meddled(
                    () -> {
                      if (rest.decrementAndGet() == 0) {
                        throw new SQLException("canceling statement", "57014");
                      }
                    }))
            .build();
    appendOne(30);
    lab.projections().catchUp(sliding);
    for (int i = 1; i < 20; i++) {
      appendOne(16);
      StoredProjection<?, ?> rows = new StoredProjection<>(meddled.schema(), sliding, Slot.SERVING);
      Checkpoint from = rows.open();
      EventBatch batch = batch(rows, from, 16);
      rest.set(i);
      Optional<Checkpoint> to = rows.apply(from, batch);
      assertThat(to.orElseThrow().position())
          .as("read %d", i)
          .isEqualTo(rest.get() > 0 ? from.position() + 16 : from.position() + 8);
      rest.set(0);
      lab.projections().catchUp(sliding);
    }
    lab.assertTrueToTheLog(sliding);
  }

  @Test
  void two_runners_may_drive_one_subscriber() {
    for (Case<?, ?> each : WindowCases.all()) {
      Subscriber shared = lab.projections().exactlyOnce(each.projection());
      try (SubscriptionRunner one = runner(shared, 3);
          SubscriptionRunner other = runner(shared, 4)) {
        one.start();
        other.start();
        for (int i = 0; i < 4; i++) {
          WindowCases.append(lab.store(), 30, random);
        }
        awaitCaughtUp(each);
        assertThat(one.isAlive() && other.isAlive()).isTrue();
      }
      each.assertTrueToTheLog(lab.projections(), lab.store());
    }
  }

  /** The first of two sums takes the event, the second one does not. */
  @Test
  void an_event_that_a_stage_refuses_leaves_nothing_behind() {
    AtomicBoolean refuses = new AtomicBoolean(true);
    for (SlidingOrSession windows : SlidingOrSession.values()) {
      Projection<?, ?> projection =
          windows.summed(windows.toString().toLowerCase(Locale.ROOT), refuses);
      StoredProjection<?, ?> rows =
          new StoredProjection<>(lab.projections().schema(), projection, Slot.SERVING);
      appendOne(5);
      lab.store().append(ONE, ExpectedVersion.any(), List.of(paid(13, lab.store().head() * 10)));
      long poisoned = lab.store().head();
      appendOne(5);
      refuses.set(true);
      Checkpoint from = rows.open();
      Checkpoint before = from;
      if (from.position() < poisoned - 6) {
        refuses.set(false);
        before = rows.apply(from, batch(rows, from, (int) (poisoned - 6))).orElseThrow();
        refuses.set(true);
      }
      Checkpoint begin = before;
      EventBatch all = batch(rows, begin, 11);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> rows.apply(begin, all))
            .isInstanceOf(EventHandlingException.class)
            .hasMessageContaining("position " + poisoned);
      }
      Checkpoint at = rows.apply(begin, all.before(poisoned)).orElseThrow();
      EventBatch rest = batch(rows, at, 6);
      assertThatThrownBy(() -> rows.apply(at, rest)).isInstanceOf(EventHandlingException.class);

      refuses.set(false);
      assertThat(rows.apply(at, rest)).isPresent();
      lab.assertTrueToTheLog(projection);
    }
  }

  @Test
  void a_log_that_was_rewound_is_refused_and_a_rebuild_heals() {
    WindowCases.append(lab.store(), 60, random);
    for (Case<?, ?> each : WindowCases.all()) {
      lab.projections().catchUp(each.projection());
    }
    lab.jdbc().update("delete from tidemark.events where position > 40");
    for (Case<?, ?> each : WindowCases.all()) {
      assertThatThrownBy(() -> each.stored(lab.projections()).open())
          .isInstanceOf(LogRewoundException.class);
      lab.replays().rebuild(each.projection(), progress -> {});
      each.assertTrueToTheLog(lab.projections(), lab.store());
    }
  }

  @Test
  void other_numbers_of_shards_amid_load_lose_and_double_nothing() {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    CompletableFuture<Void> load = load(goesOn);
    PostgresProjections projections =
        PostgresProjections.builder(lab.store()).leaseTime(Duration.ofMillis(600)).build();
    try {
      for (int shards : List.of(1, 3, 1, 2)) {
        SubscriptionRunner.Builder builder = SubscriptionRunner.builder(lab.store()).batchSize(9);
        WindowCases.all()
            .forEach(each -> builder.add(projections.sharded(each.projection(), shards)));
        try (SubscriptionRunner runner = builder.build()) {
          runner.start();
          long goal = lab.store().head() + 20;
          for (Case<?, ?> each : WindowCases.all()) {
            Processes.await("progress", () -> position(each) > goal);
          }
          if (shards == 2) {
            for (Case<?, ?> each : WindowCases.all()) {
              lab.replays().rebuild(each.projection(), progress -> {});
              lab.replays().rollBack(each.projection());
            }
            goesOn.set(false);
            load.join();
            WindowCases.all().forEach(this::awaitCaughtUp);
          }
        }
      }
    } finally {
      goesOn.set(false);
      load.join();
    }
    WindowCases.all().forEach(each -> each.assertTrueToTheLog(lab.projections(), lab.store()));
    WindowCases.all().forEach(each -> assertThat(shardsByGroup(each)).containsOnly(1L));
  }

  /** How many shards remember each group; the first operator's is the time, which each has. */
  private List<Long> shardsByGroup(Case<?, ?> some) {
    return lab.jdbc()
        .query(
            "select count(distinct shard) from %s_state where operator > 0 group by operator, grp"
                .formatted(some.projection().name()),
            row -> row.integer(1));
  }

  @Test
  void rebuilds_with_a_switch_amid_load_lose_and_double_nothing() {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    CompletableFuture<Void> load = load(goesOn);
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(lab.store()).batchSize(9);
    WindowCases.all()
        .forEach(each -> builder.add(lab.projections().exactlyOnce(each.projection())));
    try (SubscriptionRunner runner = builder.build()) {
      runner.start();
      for (Case<?, ?> each : WindowCases.all()) {
        Processes.await("progress", () -> position(each) > 20);
        lab.replays().rebuild(each.projection(), progress -> {});
        lab.replays().rollBack(each.projection());
      }
      goesOn.set(false);
      load.join();
      WindowCases.all().forEach(this::awaitCaughtUp);
    } finally {
      goesOn.set(false);
      load.join();
    }
    WindowCases.all().forEach(each -> each.assertTrueToTheLog(lab.projections(), lab.store()));
  }

  @Test
  void to_watch_them_is_refused() {
    Projection<?, ?> sessions =
        NaiveWindows.Stretch.in("watched", Window.session(Duration.ofMinutes(1))).withHistory();

    assertThatThrownBy(() -> lab.asking().of(sessions).watch(Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot watch watched")
        .hasMessageContaining("hangs on others");
  }

  @Test
  void inline_rows_and_their_state_go_with_the_callers_transaction() throws SQLException {
    PostgresEventStore.Builder builder = PostgresEventStore.builder(lab.dataSource());
    for (Case<?, ?> each : WindowCases.all()) {
      builder.inline(lab.projections().inline(each.projection()));
    }
    try (PostgresEventStore store = builder.build();
        Connection connection = lab.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      CallerTransaction transaction = store.inTransaction(connection);
      for (int i = 0; i < 12; i++) {
        transaction.append(ONE, ExpectedVersion.any(), List.of(paid(i, 90L * i), paid(1, 80L * i)));
        Savepoint savepoint = connection.setSavepoint();
        transaction.append(ONE, ExpectedVersion.any(), List.of(paid(3, 95L * i)));
        if (i % 3 == 0) {
          connection.rollback(savepoint);
        }
        transaction.append(ONE, ExpectedVersion.any(), List.of(paid(i, 70L * i)));
        if (i % 4 == 1) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
      WindowCases.append(store, 30, random);
    }
    for (Case<?, ?> each : WindowCases.all()) {
      each.assertTrueToTheLog(lab.projections(), lab.store());
    }
  }

  /** They have the position of the event that they follow. */
  @Test
  void events_that_are_inserted_in_a_what_if_are_in_the_windows_of_others() {
    Projection<EventKey<String>, NaiveWindows.Sliding> length =
        NaiveWindows.Sliding.in("if_length", Window.slidingLength(4));
    Projection<EventKey<String>, NaiveWindows.Sliding> time =
        NaiveWindows.Sliding.in("if_time", Window.slidingTime(Duration.ofDays(1)));
    appendOne(2);
    for (Projection<EventKey<String>, NaiveWindows.Sliding> each : List.of(length, time)) {
      lab.projections().catchUp(each);
      ComparisonReport report =
          lab.replays()
              .whatIf(each)
              .inserting(1, ONE, List.of(paid(100, 0), paid(200, 0)))
              .compare();
      assertThat(report.examples())
          .filteredOn(difference -> difference.key().equals(new EventKey<>("one", 2)))
          .singleElement()
          .satisfies(
              difference ->
                  assertThat(difference.expected())
                      .hasValueSatisfying(
                          row -> assertThat(((NaiveWindows.Sliding) row).events()).isEqualTo(4)));
    }
  }

  private enum SlidingOrSession {
    SLIDING,
    SESSION;

    Projection<?, ?> summed(String name, AtomicBoolean refuses) {
      Accumulator<Payments.Event, Long> second = refusing(refuses);
      return this == SLIDING
          ? Windows.named(name, SumOfOne.class, SumOfOne::account)
              .from("account", Payments.CODEC)
              .keyedByStream()
              .over(Window.slidingLength(3))
              .accumulate(SumOfOne::first, refusing(new AtomicBoolean()))
              .accumulate(SumOfOne::second, second)
              .projection()
          : Windows.named(name, SumOfSession.class, SumOfSession::account)
              .from("account", Payments.CODEC)
              .keyedByStream()
              .over(Window.session(Duration.ofMinutes(1)))
              .accumulate(SumOfSession::first, refusing(new AtomicBoolean()))
              .accumulate(SumOfSession::second, second)
              .projection();
    }
  }

  record SumOfOne(String account, long position, Instant at, long first, long second) {}

  record SumOfSession(String account, Instant from, Instant to, long first, long second) {}

  /** Adds up, as long as it takes thirteen. */
  private static Accumulator<Payments.Event, Long> refusing(AtomicBoolean refuses) {
    return new Accumulator<>() {
      @Override
      public Long add(@Nullable Long before, Payments.Event event) {
        long amount =
            Optional.ofNullable(Payments.amount(event)).map(BigDecimal::longValue).orElse(0L);
        if (refuses.get() && amount == 13) {
          throw new ArithmeticException("cannot take 13");
        }
        return before == null ? amount : merge(before, amount);
      }

      @Override
      public Long merge(Long first, Long second) {
        return Math.addExact(first, second);
      }
    };
  }

  /** What happens at each connection that is asked for. */
  private interface Meddling {
    void run() throws SQLException;
  }

  private DataSource meddled(Meddling meddling) {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                meddling.run();
              }
              try {
                return method.invoke(lab.dataSource(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static EventData paid(long amount, long seconds) {
    return Payments.CODEC.encode(
        new Payments.Paid(Optional.of(BigDecimal.valueOf(amount))),
        Metadata.empty(),
        Instant.EPOCH.plusSeconds(seconds));
  }

  private void appendOne(int events) {
    List<EventData> some = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      some.add(paid(random.nextInt(12), (lab.store().head() + i) * 10));
    }
    lab.store().append(ONE, ExpectedVersion.any(), some);
  }

  private EventBatch batch(StoredProjection<?, ?> rows, Checkpoint from, int events) {
    Subscription subscription =
        Subscription.of(lab.store(), rows.query()).withName("batch").withBatchSize(events);
    subscription.seek(from.place());
    return subscription.next(Duration.ZERO);
  }

  private SubscriptionRunner runner(Subscriber subscriber, int batch) {
    return SubscriptionRunner.builder(lab.store()).add(subscriber).batchSize(batch).build();
  }

  private CompletableFuture<Void> load(AtomicBoolean goesOn) {
    WindowCases.append(lab.store(), 30, random);
    return CompletableFuture.runAsync(
        () -> {
          Random other = new Random(8);
          while (goesOn.get()) {
            if (lab.store().head() < position(WindowCases.slidingTime()) + 100) {
              WindowCases.append(lab.store(), 6, other);
            }
            LockSupport.parkNanos(1_000_000);
          }
        });
  }

  private long position(Case<?, ?> some) {
    return lab.asking().of(some.projection()).position();
  }

  private void awaitCaughtUp(Case<?, ?> some) {
    Processes.await("end of " + some, () -> position(some) >= lab.store().head());
  }
}
