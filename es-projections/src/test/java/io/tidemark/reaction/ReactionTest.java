package io.tidemark.reaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Tick;
import io.tidemark.reaction.Alerts.Case;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReactionTest {
  private final ProjectionLab lab = new ProjectionLab();
  private final Random random = new Random(1);

  @AfterEach
  void close() {
    lab.close();
  }

  /** Over what was appended because of the last events too. */
  private void assertTrueToTheLog(Projection<?, ?> projection) {
    drive(projection, 100);
    lab.assertTrueToTheLog(projection);
  }

  private void drive(Projection<?, ?> projection, int batchSize) {
    Alerts.drive(
        new StoredProjection<>(lab.projections().schema(), projection, Slot.SERVING),
        lab.store(),
        batchSize);
  }

  @Test
  void batches_of_any_size_append_the_same_events() {
    Alerts.history(lab.store(), 40, random);
    for (int size : List.of(1, 2, 1_000)) {
      for (Case<?, ?> each :
          List.of(
              Alerts.recent("recent_" + size),
              Alerts.overdrawn("balances_" + size),
              Alerts.overdrawn(Accounts.balances("history_" + size).withHistory()),
              Alerts.total("totals_" + size))) {
        drive(each.projection(), size);
        each.assertTrueToTheLog(lab.store());
      }
    }
  }

  @Test
  void rows_that_are_made_again_from_the_beginning_find_their_events_in_the_log() {
    Alerts.history(lab.store(), 40, random);
    Case<?, ?> recent = Alerts.recent("recent");
    drive(recent.projection(), 5);
    List<String> appended = recent.appended(lab.store());

    lab.jdbc().update("truncate tidemark.recent, tidemark.recent_state");
    lab.jdbc()
        .update(
            "update tidemark.projections set position = 0, event_id = null, epoch = epoch + 7,"
                + " handled = 0, digest = 0");
    drive(recent.projection(), 9);

    assertThat(recent.appended(lab.store())).isEqualTo(appended).isNotEmpty();
    assertTrueToTheLog(recent.projection());
  }

  @Test
  void a_rebuild_beside_appends_nothing_and_leaves_nothing_out() {
    Alerts.history(lab.store(), 30, random);
    Case<?, ?> recent = Alerts.recent("recent");
    drive(recent.projection(), 5);
    Alerts.history(lab.store(), 30, random);

    lab.replays().rebuild(recent.projection(), progress -> {});
    assertThat(lab.asking().of(recent.projection()).position()).isLessThan(lab.store().head());
    drive(recent.projection(), 5);
    recent.assertTrueToTheLog(lab.store());
    Alerts.history(lab.store(), 30, random);
    lab.replays().rollBack(recent.projection());
    drive(recent.projection(), 5);

    recent.assertTrueToTheLog(lab.store());
  }

  /** They were built before anybody reacted; what lies between must be reacted to first. */
  @Test
  void rows_are_not_switched_to_that_are_ahead_of_those_that_are_reacted_to() {
    Alerts.history(lab.store(), 20, random);
    Case<String, Balance> overdrawn = Alerts.overdrawn("balances");
    Projection<String, Balance> plain = Accounts.balances("balances");
    drive(plain, 5);
    Alerts.history(lab.store(), 20, random);
    lab.replays().rebuild(plain, RebuildOptions.defaults().withoutSwitch(), progress -> {});
    overdrawn.stored(lab.projections()).open();

    lab.projections().pause(plain);
    assertThatThrownBy(() -> lab.replays().switchOver(overdrawn.projection()))
        .isInstanceOf(RowsAheadException.class)
        .hasMessageContaining("position 40, actual 20");
    lab.projections().resume(plain);
    drive(overdrawn.projection(), 5);
    lab.replays().switchOver(overdrawn.projection());

    assertTrueToTheLog(overdrawn.projection());
    assertThat(overdrawn.appended(lab.store()))
        .isNotEmpty()
        .isEqualTo(after(20, overdrawn.expected(lab.store())));
  }

  private static List<String> after(long position, List<String> alerts) {
    return alerts.stream()
        .filter(alert -> Long.parseLong(alert.substring(0, alert.indexOf(':'))) > position)
        .toList();
  }

  @Test
  void an_event_names_its_cause_and_happened_when_that_did() {
    EventData cause =
        Accounts.CODEC.encode(
            new Accounts.Moved(BigDecimal.TEN.negate()),
            Metadata.of(Metadata.CORRELATION_ID, "request 7"),
            Alerts.START);
    Alerts.append(lab.store(), "a", List.of(cause));
    lab.projections().catchUp(Alerts.overdrawn("balances").projection());

    RecordedEvent alert = Alerts.events(lab.store(), LogQuery.all()).get(1);

    assertThat(alert.stream()).isEqualTo(new StreamId("alert_of_balances", "a"));
    assertThat(alert.occurredAt()).isEqualTo(Alerts.START);
    assertThat(alert.metadata().causationId()).contains(cause.id().toString());
    assertThat(alert.metadata().correlationId()).contains("request 7");
    assertThat(alert.id().version()).isEqualTo(5);
  }

  /** Others would be other events to whoever has them already; by Python's uuid5. */
  @Test
  void ids_stay_what_they_are() {
    assertThat(OccasionId.of("busy", "a/b,3", "17", 0))
        .isEqualTo(UUID.fromString("c98d8ea8-5e3d-5253-870c-9713758a5a33"))
        .isNotEqualTo(OccasionId.of("busy", "a/b,3", "17", 1))
        .isNotEqualTo(OccasionId.of("busy", "a/b,3", "18", 0));
    RecordedEvent tick = new Tick(17, Alerts.START).asEvent();
    RecordedEvent later = new Tick(17, Alerts.START.plusSeconds(1)).asEvent();
    assertThat(OccasionId.of("busy", "a/b,3", tick, 0))
        .isNotEqualTo(OccasionId.of("busy", "a/b,3", "17", 0))
        .isNotEqualTo(OccasionId.of("busy", "a/b,3", later, 0));
  }

  /** A crash of the server may lose rows, but no event that others have seen. */
  @Test
  void what_is_appended_is_durable_as_every_append() {
    AtomicReference<String> durability = new AtomicReference<>("");
    Alerts.history(lab.store(), 20, random);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(lab.database().jdbcUrl());
    config.setUsername(lab.database().user());
    config.setPassword(lab.database().password());
    config.setMaximumPoolSize(4);
    config.setConnectionInitSql("set synchronous_commit = 'local'");
    try (HikariDataSource local = new HikariDataSource(config)) {
      try (PostgresEventStore store =
          PostgresEventStore.builder(local)
              .inline(
                  (transaction, events) ->
                      durability.set(
                          transaction
                              .first("select current_setting('synchronous_commit')", r -> r.text(1))
                              .orElseThrow()))
              .build()) {
        PostgresProjections.of(store).catchUp(Alerts.overdrawn("balances").projection());
      }
    }
    assertThat(durability).hasValue("local");
  }

  @Test
  void inline_projections_take_part_in_what_is_appended() {
    Alerts.history(lab.store(), 20, random);
    Case<String, Balance> overdrawn = Alerts.overdrawn("balances");
    Projection<String, Counted> counted = counted(overdrawn.category());
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(lab.projections().inline(counted))
            .build()) {
      PostgresProjections.of(store).catchUp(overdrawn.projection());
    }
    lab.assertTrueToTheLog(counted);
    assertThat(lab.stored(counted)).isNotEmpty();
  }

  record Counted(String account, long alerts) {}

  private static Projection<String, Counted> counted(String category) {
    return Projection.named("counted", Counted.class, Counted::account)
        .from(category, Alerts.CODEC)
        .keyedByStream()
        .fold(
            (row, event, recorded) ->
                new Counted(recorded.stream().key(), row == null ? 1 : row.alerts() + 1));
  }

  @Test
  void who_waits_for_the_log_to_grow_is_woken() {
    Alerts.append(lab.store(), "a", List.of(Alerts.moved(-1, Alerts.START)));
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource()).pollInterval(Duration.ofMinutes(10)).build()) {
      CompletableFuture<Boolean> woken =
          CompletableFuture.supplyAsync(() -> store.awaitBeyond(1, Duration.ofSeconds(20)));
      PostgresProjections.of(store).catchUp(Alerts.overdrawn("balances").projection());
      assertThat(woken).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }
  }

  @Test
  void a_handler_writes_with_the_rows_or_nothing_is_written() {
    lab.jdbc()
        .update("create table tidemark.calls (id uuid primary key, account text, position bigint)");
    Alerts.history(lab.store(), 30, random);
    Case<String, Balance> overdrawn = Alerts.overdrawn("balances");
    Reaction<String, Balance> calling =
        overdrawn
            .reaction()
            .when(Alerts::isOverdrawn)
            .call(
                (occasion, transaction) -> {
                  try (PreparedStatement insert =
                      transaction.prepareStatement("insert into tidemark.calls values (?, ?, ?)")) {
                    insert.setObject(1, occasion.id());
                    insert.setString(2, occasion.key());
                    insert.setLong(3, occasion.position());
                    insert.execute();
                  }
                });
    Projection<String, Balance> projection = calling.projection();
    long refused = Alerts.events(lab.store(), projection.query()).get(20).position();
    Projection<String, Balance> refusing =
        calling
            .when(row -> true)
            .call((occasion, transaction) -> {})
            .whenCorrected(row -> true)
            .call(
                (occasion, transaction) -> {
                  if (occasion.position() == refused) {
                    throw new IllegalStateException("no more");
                  }
                })
            .projection();

    assertThatThrownBy(() -> drive(refusing, 7))
        .isInstanceOf(EventHandlingException.class)
        .hasStackTraceContaining("balances failed at position " + refused)
        .hasStackTraceContaining("no more");

    long position = lab.asking().of(projection).position();
    assertThat(position).isLessThan(refused);
    assertCalls(overdrawn, position);
    drive(projection, 7);
    assertCalls(overdrawn, lab.store().head());
    overdrawn.assertTrueToTheLog(lab.store());
  }

  private void assertCalls(Case<String, Balance> overdrawn, long position) {
    List<String> expected =
        overdrawn.expected(lab.store()).stream()
            .map(alert -> alert.substring(0, alert.indexOf(':')))
            .filter(at -> Long.parseLong(at) <= position)
            .toList();
    assertThat(
            lab.jdbc()
                .query(
                    "select position from tidemark.calls order by 1", row -> "" + row.integer(1)))
        .isEqualTo(expected);
    assertThat(overdrawn.appended(lab.store())).hasSameSizeAs(expected);
  }

  @Test
  void a_handler_cannot_end_the_transaction_nor_hide_that_a_statement_failed() {
    Alerts.append(lab.store(), "a", List.of(Alerts.moved(-1, Alerts.START)));
    Reaction<String, Balance> committing =
        Reaction.to(Accounts.balances("balances"))
            .when(row -> true)
            .call((occasion, transaction) -> transaction.commit());
    Reaction<String, Balance> hiding =
        Reaction.to(Accounts.balances("balances"))
            .when(row -> true)
            .call(
                (occasion, transaction) -> {
                  try (PreparedStatement wrong = transaction.prepareStatement("select 1 / 0")) {
                    wrong.execute();
                  } catch (SQLException hidden) {
                    assertThat(hidden.getSQLState()).isEqualTo("22012");
                  }
                });
    for (Reaction<String, Balance> each : List.of(committing, hiding)) {
      assertThatThrownBy(() -> drive(each.projection(), 3))
          .isInstanceOf(EventHandlingException.class)
          .hasStackTraceContaining("balances failed at position 1");
      assertThat(lab.stored(each.projection())).isEmpty();
    }
  }

  @Test
  void whoever_does_not_react_cannot_bring_the_rows_forward_any_more() {
    Alerts.history(lab.store(), 20, random);
    Projection<String, Balance> plain = Accounts.balances("balances");
    Case<String, Balance> overdrawn = Alerts.overdrawn("balances");
    StoredProjection<String, Balance> before =
        new StoredProjection<>(lab.projections().schema(), plain, Slot.SERVING);
    Checkpoint from = before.open();
    Subscription events = Subscription.of(lab.store(), plain.query()).withBatchSize(5);
    from = before.apply(from, events.next(Duration.ZERO)).orElseThrow();
    EventBatch next = events.next(Duration.ZERO);

    overdrawn.stored(lab.projections()).open();

    assertThat(before.apply(from, next)).isEmpty();
    assertThatThrownBy(before::open)
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("with reactions");
    assertThat(lab.stored(plain)).isNotEmpty(); // who only asks may go on to
    drive(overdrawn.projection(), 5);
    assertTrueToTheLog(overdrawn.projection());
    assertThat(overdrawn.appended(lab.store()))
        .isEqualTo(after(5, overdrawn.expected(lab.store())));
  }

  @Test
  void to_end_a_reaction_rows_are_rebuilt_without_it() {
    Alerts.history(lab.store(), 20, random);
    Case<String, Balance> overdrawn = Alerts.overdrawn("balances");
    drive(overdrawn.projection(), 5);
    Projection<String, Balance> plain = Accounts.balances("balances");

    lab.replays().rebuild(plain, progress -> {});
    long head = lab.store().head();
    Alerts.history(lab.store(), 20, random);
    drive(plain, 5);

    lab.assertTrueToTheLog(plain);
    assertThat(lab.store().head()).isEqualTo(head + 20);
  }

  @Test
  void what_would_not_be_the_same_again_is_refused_when_defined() {
    Projection<String, Balance> balances = Accounts.balances("balances");
    Reaction<String, Balance> reaction = Reaction.to(balances);

    assertThatThrownBy(() -> Reaction.to(balances.onFailure(FailurePolicy.PARK)))
        .hasMessageContaining("Invalid policy of projection balances");
    assertThatThrownBy(() -> reaction.projection().onFailure(FailurePolicy.PARK))
        .hasMessageContaining("Invalid policy of projection balances");
    assertThatThrownBy(() -> Reaction.to(reaction.projection()))
        .hasMessageContaining("expected a projection that is not reacted to");
    assertThatThrownBy(() -> lab.projections().inline(reaction.projection()))
        .hasMessageContaining("cannot be run inline");
    assertThatThrownBy(
            () ->
                reaction
                    .when(row -> true)
                    .append("account", Balance::account, row -> closed(), Accounts.CODEC))
        .hasMessageContaining("mayReadItself()");
    assertThatThrownBy(
            () ->
                PostgresProjections.builder(new InMemoryEventStore())
                    .dataSource(lab.dataSource())
                    .schema("elsewhere")
                    .build()
                    .exactlyOnce(Alerts.overdrawn("balances").projection()))
        .hasMessageContaining("expected a PostgresEventStore");
  }

  private static Accounts.Event closed() {
    return new Accounts.Closed(Optional.of("overdrawn"));
  }

  @Test
  void a_reaction_that_says_so_may_read_what_it_appends() {
    Alerts.history(lab.store(), 20, random);
    Projection<String, Balance> closing =
        Reaction.to(Accounts.balances("balances"))
            .mayReadItself()
            .when(row -> row.balance().longValue() < -5)
            .append("account", Balance::account, row -> closed(), Accounts.CODEC)
            .projection();

    drive(closing, 5);
    drive(closing, 5);

    assertThat(lab.stored(closing))
        .allSatisfy(row -> assertThat(row.balance().longValue()).isGreaterThanOrEqualTo(-5));
    assertThat(Alerts.events(lab.store(), LogQuery.all()))
        .filteredOn(event -> event.type().equals("Closed"))
        .isNotEmpty();
    lab.assertTrueToTheLog(closing);
  }

  @Test
  void each_of_two_shards_reacts_to_its_own_rows() {
    Alerts.history(lab.store(), 60, random);
    Case<?, ?> recent = Alerts.recent("recent");
    Case<?, ?> byStream = Alerts.overdrawn(Accounts.balancesByStream("balances"));
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(recent.projection(), 2))
            .add(lab.projections().sharded(byStream.projection(), 2))
            .batchSize(4)
            .build()) {
      runner.start();
      long head = lab.store().head();
      Processes.await(
          "end",
          () ->
              lab.asking().of(recent.projection()).position() >= head
                  && lab.asking().of(byStream.projection()).position() >= head);
    }
    recent.assertTrueToTheLog(lab.store());
    byStream.assertTrueToTheLog(lab.store());
  }

  @Test
  void an_event_that_cannot_be_appended_takes_back_the_others_of_the_batch() {
    Alerts.append(
        lab.store(), "a", List.of(Alerts.moved(-1, Alerts.START), Alerts.moved(5, Alerts.START)));
    lab.store()
        .append(
            new StreamId("account", "b"),
            ExpectedVersion.any(),
            List.of(Alerts.moved(-1, Alerts.START)));
    Projection<String, Balance> refusing =
        Alerts.overdrawn("balances")
            .reaction()
            .when(row -> row.account().equals("b"))
            .append(
                "alert_of_balances",
                row -> "",
                row -> new Alerts.Overdrawn(row.account(), 0),
                Alerts.CODEC)
            .projection();

    StoredProjection<String, Balance> rows =
        new StoredProjection<>(lab.projections().schema(), refusing, Slot.SERVING);
    Checkpoint from = rows.open();
    EventBatch all =
        Subscription.of(lab.store(), rows.query()).withBatchSize(9).next(Duration.ZERO);
    assertThatThrownBy(() -> rows.apply(from, all))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("position 3");
    assertThat(lab.store().head()).isEqualTo(3);
  }
}
