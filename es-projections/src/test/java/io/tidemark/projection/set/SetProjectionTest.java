package io.tidemark.projection.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.history.RowOrigin;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.NotUniqueException;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.set.SetTotals.Total;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.row.Decimal;
import io.tidemark.row.IndexEntryTooLargeException;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetProjectionTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(2));

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void rows_are_those_of_a_fold_whatever_the_range(int range) {
    Accounts.history(lab.store(), 500, 1);

    lab.projections().catchUp(SetTotals.TOTALS.withMaxRange(range));

    assertTrueToTheLog();
  }

  @Test
  void the_view_of_the_log_gives_the_same_as_its_table() {
    Accounts.history(lab.store(), 500, 2);

    lab.projections().catchUp(SetTotals.BY_VIEW);

    assertTrueToTheLog();
  }

  private void assertTrueToTheLog() {
    assertThat(lab.asking().of(SetTotals.TOTALS).position()).isEqualTo(lab.store().head());
    assertThat(lab.asking().of(SetTotals.TOTALS).findAll())
        .containsExactlyElementsOf(foldedAt(AsOf.latest()));
  }

  private List<Total> foldedAt(AsOf point) {
    return List.copyOf(LiveProjection.of(SetTotals.FOLDED, lab.store()).rows(point).values());
  }

  @Test
  void a_runner_follows_and_says_how_many_events_went_by() {
    Accounts.history(lab.store(), 400, 1);
    List<AppliedBatch> applied = new CopyOnWriteArrayList<>();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(SetTotals.TOTALS))
            .listener(
                new SubscriptionListener() {
                  @Override
                  public void batchApplied(AppliedBatch batch) {
                    applied.add(batch);
                  }
                })
            .build()) {
      runner.start();
      runner.catchUp();
      long last = Accounts.append(lab.store(), "a1", new Accounts.Moved(BigDecimal.TEN));

      assertThat(lab.asking().of(SetTotals.TOTALS).awaiting(last).find("a1").orElseThrow().last())
          .isEqualTo(last);
      assertThat(runner.status().get(0).state()).isEqualTo(SubscriberState.RUNNING);
    }
    assertThat(applied).hasSizeLessThan(20);
    assertThat(applied.stream().mapToInt(AppliedBatch::events).sum()).isEqualTo(401);
    assertTrueToTheLog();
  }

  @Test
  void rows_are_queried_as_others_are() {
    Accounts.append(lab.store(), "1", moved("3"), moved("4"));
    Accounts.append(lab.store(), "2", moved("1"));
    ReadModelRepository<String, Total> totals = lab.asking().of(SetTotals.TOTALS);
    assertThat(totals.findAll()).isEmpty();

    lab.projections().catchUp(SetTotals.TOTALS);

    assertThat(totals.count(Filter.where("moves").atLeast(2L))).isEqualTo(1);
    assertThat(totals.findAll(ReadModelQuery.all().orderBy("balance").page(0, 1)))
        .containsExactly(new Total("2", 1, BigDecimal.ONE, 3));
  }

  private static Accounts.Moved moved(String amount) {
    return new Accounts.Moved(new BigDecimal(amount));
  }

  @Test
  void a_changed_statement_is_refused_until_it_is_rebuilt_and_another_comment_is_not() {
    Accounts.append(lab.store(), "1", moved("3"));
    lab.projections().catchUp(SetTotals.TOTALS);
    lab.projections().catchUp(SetTotals.totals("-- as ever\n" + SetTotals.SQL));
    SetProjection<String, Total> doubled =
        SetTotals.totals(SetTotals.SQL.replace("sum(", "2*sum("));

    assertThatThrownBy(() -> lab.projections().catchUp(doubled))
        .hasCauseInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("by statement " + doubled.statement().hash());
    assertThatThrownBy(() -> lab.projections().catchUp(SetTotals.TOTALS.withVersion(2)))
        .hasCauseInstanceOf(ProjectionChangedException.class);

    lab.replays().rebuild(doubled, progress -> {});
    lab.projections().catchUp(doubled);
    assertThat(lab.asking().of(doubled).find("1").orElseThrow().balance()).isEqualTo("6");
  }

  @Test
  void a_position_that_the_statement_fails_at_is_named_and_all_before_it_is_there() {
    Accounts.history(lab.store(), 200, 3);
    long bad = Accounts.append(lab.store(), "bad", moved("13"));
    Accounts.history(lab.store(), 100, 4);
    SetProjection<String, Total> dividing =
        SetTotals.totals(
            SetTotals.SQL.replace("count(*)", "count(1 / (e.position - %d))".formatted(bad)));

    assertThatThrownBy(() -> catchUp(dividing))
        .isInstanceOf(SubscriberFailedException.class)
        .cause()
        .hasMessage(
            "Statement of projection totals failed over positions %d to %d with 22012: ERROR: division by zero"
                .formatted(bad, bad))
        .isInstanceOfSatisfying(
            SetStatementException.class,
            e -> {
              assertThat(e.first()).isEqualTo(bad);
              assertThat(e.sqlState()).isEqualTo("22012");
            });

    assertThat(lab.asking().of(dividing).position()).isEqualTo(bad - 1);
    assertThat(lab.asking().of(dividing).findAll())
        .containsExactlyElementsOf(foldedAt(AsOf.position(bad - 1)));
    assertThat(lab.projections().status(dividing).state()).isEqualTo(SubscriberState.FAILED);
    assertThat(lab.projections().status(dividing).error().orElseThrow()).contains("22012");
  }

  private void catchUp(SetProjection<?, ?> projection) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(projection))
            .retry(QUICK)
            .build()) {
      runner.catchUp();
    }
  }

  @Test
  void a_statement_that_fails_over_any_range_is_not_tried_over_smaller_ones() {
    Accounts.history(lab.store(), 40, 1);

    assertThatThrownBy(() -> catchUp(SetTotals.totals(SetTotals.SQL.replace("e.key", "e.kye"))))
        .cause()
        .hasMessageContaining("failed over positions 1 to 40 with 42703");
    assertThatThrownBy(
            () ->
                catchUp(
                    SetProjection.named("dated", Total.class, Total::account)
                        .applying(SetTotals.SQL.replace("::numeric", "::date::numeric"))))
        .cause()
        .hasMessageContaining("failed over positions 1 to 40 with 42846");
  }

  @Test
  void a_statement_that_takes_too_long_is_tried_over_less_and_the_timeout_is_named() {
    for (int i = 0; i < 8; i++) {
      Accounts.append(lab.store(), "a" + i, moved("1"));
    }
    SetProjection<String, Total> slow =
        SetTotals.totals(
            SetTotals.SQL.replace(
                "from :events e",
                "from :events e, lateral (select pg_sleep(0.1 + 0 * e.version)) s"));

    lab.projections().catchUp(slow.withTimeout(Duration.ofMillis(450)));
    assertTrueToTheLog();

    assertThatThrownBy(
            () -> {
              Accounts.append(lab.store(), "a1", moved("1"));
              catchUp(slow.withTimeout(Duration.ofMillis(50)));
            })
        .cause()
        .hasMessage(
            "Statement of projection totals failed over positions 9 to 9 with 57014: took more than its timeout of PT0.05S");
  }

  @Test
  void a_lock_that_somebody_else_has_is_no_fault_of_the_statement() throws SQLException {
    SetProjection<String, Total> totals = SetTotals.TOTALS.withTimeout(Duration.ofSeconds(1));
    Accounts.append(lab.store(), "a1", moved("1"));
    catchUp(totals);
    Accounts.append(lab.store(), "a1", moved("1"));
    Subscriber rows = lab.projections().exactlyOnce(totals);
    Checkpoint from = rows.open();
    EventBatch batch = lab.store().readBatch(rows.query().after(from.position()).limit(1));
    try (Connection holder = lab.dataSource().getConnection()) {
      holder.setAutoCommit(false);
      new Session(holder).update("lock table tidemark.totals in share mode"); // to make an index

      assertThatThrownBy(() -> rows.apply(from, batch))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("55P03");

      holder.rollback();
    }
    catchUp(totals);
    assertTrueToTheLog();
  }

  record Priced(
      String account,
      @Decimal(precision = 6, scale = 2) BigDecimal amount,
      @Decimal(precision = 3, scale = 0) Optional<BigDecimal> none) {}

  private static SetProjection<String, Priced> priced(String name) {
    return SetProjection.named(name, Priced.class, Priced::account)
        .applying(
            """
            insert into :table as t (account, amount)
            select e.key, sum((e.data::json ->> 'amount')::numeric) from :events e
            where e.type = 'Moved' group by e.key
            on conflict (account) do update set amount = t.amount + excluded.amount
            """);
  }

  @Test
  void decimals_have_the_digits_that_are_declared() {
    Accounts.append(lab.store(), "a", moved("1.5"), moved("2.50000"));
    Accounts.append(lab.store(), "b", moved("9999"));
    SetProjection<String, Priced> priced = priced("priced");
    lab.projections().catchUp(priced);

    ReadModelRepository<String, Priced> rows = lab.asking().of(priced);
    ReadModel<String, Priced> then = rows.asOf(AsOf.position(lab.store().head()));
    for (ReadModel<String, Priced> each : List.of(rows, then)) {
      assertThat(each.findAll())
          .containsExactly(
              new Priced("a", new BigDecimal("4.00"), Optional.empty()),
              new Priced("b", new BigDecimal("9999.00"), Optional.empty()));
      assertThat(each.sumBy(Priced::none, Priced::amount, Filter.all()).values())
          .containsExactly(new BigDecimal("10003.00"));
      assertThat(each.countBy(Priced::amount, Filter.all()).keySet())
          .containsExactly(new BigDecimal("4.00"), new BigDecimal("9999.00"));
    }
    assertThat(lab.replays().verify(priced).isClean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.005", "0.015", "10000", "9999.99"})
  void decimals_of_too_many_digits_are_refused_and_not_rounded(String amount) {
    Accounts.append(lab.store(), "a", moved("0.01"));
    Accounts.append(lab.store(), "b", moved("1"));
    long bad = Accounts.append(lab.store(), "a", moved(amount));
    SetProjection<String, Priced> priced = priced("priced");

    assertThatThrownBy(() -> catchUp(priced))
        .cause()
        .isInstanceOf(SetStatementException.class)
        .hasMessageStartingWith(
            "Statement of projection priced failed over positions %d to %d with 23514: expected in amount at most 4 digits before the decimal point and 2 after it, actual Failing row contains (a, "
                .formatted(bad, bad));

    assertThat(lab.asking().of(priced).position()).isEqualTo(bad - 1);
    assertThat(lab.asking().of(priced).find("a").orElseThrow().amount())
        .isEqualTo(new BigDecimal("0.01"));
    assertThatThrownBy(() -> lab.asking().of(priced).asOf(AsOf.position(bad)).findAll())
        .hasMessageContaining("expected in amount at most 4 digits");
  }

  @Test
  void rows_that_an_index_has_no_place_for_are_told_as_those_of_a_fold_are() {
    String sql = "insert into :table select e.key, 1, 1, e.position from :events e";
    Accounts.append(lab.store(), "a", moved("1"));
    catchUp(SetTotals.totals(sql));
    lab.jdbc().update("create unique index by_hand on tidemark.totals (moves)");
    Accounts.append(lab.store(), "b", moved("1"));

    assertThatThrownBy(() -> catchUp(SetTotals.totals(sql)))
        .cause()
        .isInstanceOf(NotUniqueException.class)
        .hasMessage(
            "Rows of projection totals do not fit its index by_hand: expected each value once, actual Key (moves)=(1) already exists.")
        .cause()
        .isInstanceOf(SetStatementException.class)
        .hasMessageContaining("failed over positions 2 to 2 with 23505");
    assertThat(lab.asking().of(SetTotals.totals(sql)).position()).isEqualTo(1);

    SetProjection<String, Total> large =
        SetProjection.named("large", Total.class, Total::account)
            .applying(
                """
                insert into :table
                select string_agg(md5(i::text), ''), 1, 1, e.position
                from :events e, generate_series(1, e.position * 80) i
                group by e.position
                """);
    assertThatThrownBy(() -> catchUp(large))
        .cause()
        .isInstanceOf(IndexEntryTooLargeException.class)
        .hasMessageStartingWith("Rows of projection large do not fit its index large_")
        .hasMessageContaining("expected at most about 2,700 bytes of each, actual index row size ")
        .cause()
        .hasMessageContaining("with 54000");
    assertThat(lab.asking().of(large).position()).isEqualTo(1);
    assertThatThrownBy(() -> lab.asking().of(large).asOf(AsOf.position(3)).findAll())
        .isInstanceOf(IndexEntryTooLargeException.class);
  }

  @Test
  void two_rows_of_one_key_are_a_fault_of_the_statement() {
    Accounts.append(lab.store(), "a", moved("1"), moved("2"));

    assertThatThrownBy(
            () ->
                catchUp(
                    SetTotals.totals(
                        "insert into :table select e.key, 1, 1, e.position from :events e")))
        .cause()
        .isInstanceOf(SetStatementException.class)
        .hasMessageContaining("failed over positions 2 to 2 with 23505");
  }

  @Test
  void a_paused_one_waits_and_goes_on() {
    Accounts.history(lab.store(), 40, 1);
    lab.projections().catchUp(SetTotals.TOTALS);
    assertThat(lab.projections().pause(SetTotals.TOTALS)).isTrue();
    Accounts.history(lab.store(), 40, 2);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(SetTotals.TOTALS))
            .build()) {
      runner.start();
      assertThatThrownBy(() -> runner.catchUp(Duration.ofMillis(300))).isNotNull();
      assertThat(lab.asking().of(SetTotals.TOTALS).position()).isEqualTo(40);
      assertThat(lab.projections().status(SetTotals.TOTALS).state())
          .isEqualTo(SubscriberState.PAUSED);

      lab.projections().resume(SetTotals.TOTALS);
      runner.catchUp();
    }
    assertTrueToTheLog();
  }

  @Test
  void as_of_a_point_its_statement_makes_the_rows_anew_and_leaves_nothing() {
    Accounts.history(lab.store(), 300, 1);
    Instant then = lab.store().event(120).orElseThrow().recordedAt();
    SetProjection<String, Total> small = SetTotals.TOTALS.withMaxRange(50);
    lab.projections().catchUp(small);

    for (long position : new long[] {0, 1, 49, 50, 51, 299, 300}) {
      ReadModel<String, Total> rows = lab.asking().of(small).asOf(AsOf.position(position));
      assertThat(rows.findAll()).containsExactlyElementsOf(foldedAt(AsOf.position(position)));
      assertThat(rows.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
    }
    assertThat(lab.asking().asOf(AsOf.recordedAt(then)).of(small).findAll())
        .containsExactlyElementsOf(foldedAt(AsOf.position(120)));
    assertThat(
            lab.jdbc()
                .query(
                    "select relname from pg_class where relname like 'totals%' and relkind = 'r'",
                    row -> row.text(1)))
        .containsExactly("totals");
  }

  @Test
  void events_count_by_when_they_happened_as_far_as_was_known_at_a_position() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Instant happened = noon.plusSeconds(random.nextInt(7) - 3);
      lab.store()
          .append(
              new StreamId("account", "a" + i % 5),
              ExpectedVersion.any(),
              List.of(Accounts.CODEC.encode(Accounts.event(random), Metadata.empty(), happened)));
    }
    SetProjection<String, Total> small = SetTotals.TOTALS.withMaxRange(50);

    for (int second = -4; second < 4; second++) {
      Instant then = noon.plusSeconds(second);
      assertThat(lab.asking().of(small).asOf(AsOf.occurredAt(then)).findAll())
          .containsExactlyElementsOf(foldedAt(AsOf.occurredAt(then)));
      AsOf known = AsOf.position(77).andOccurredAt(then);
      assertThat(lab.asking().asOf(known).of(small).findAll())
          .containsExactlyElementsOf(foldedAt(known));
    }
  }

  @Test
  void times_that_no_event_can_have_are_before_or_after_all_of_them() {
    Accounts.history(lab.store(), 20, 1);

    for (Instant then :
        List.of(Instant.MAX, Instant.parse("+300000-01-01T00:00:00Z"), Instant.MIN)) {
      assertThat(lab.asking().of(SetTotals.TOTALS).asOf(AsOf.occurredAt(then)).findAll())
          .containsExactlyElementsOf(foldedAt(AsOf.occurredAt(then)));
    }
  }

  @Test
  void as_of_a_point_it_is_tried_over_smaller_ranges_as_serving_is() {
    SetProjection<String, Total> slow =
        SetTotals.totals(
                SetTotals.SQL.replace(
                    "from :events e",
                    "from :events e, lateral (select pg_sleep(0.1 + 0 * e.version)) s"))
            .withTimeout(Duration.ofMillis(450));
    for (int i = 0; i < 8; i++) {
      Accounts.append(lab.store(), "a" + i, new Accounts.Moved(BigDecimal.ONE));
    }

    assertThat(lab.asking().of(slow).asOf(AsOf.position(8)).findAll())
        .containsExactlyElementsOf(foldedAt(AsOf.position(8)));
  }

  @Test
  void what_a_statement_cannot_answer_is_refused_by_name() {
    ReadModelRepository<String, Total> totals = lab.asking().of(SetTotals.TOTALS);

    assertThatThrownBy(() -> totals.explain("1"))
        .hasMessage(
            "Cannot explain a row of totals: expected a projection that folds event by event, actual a set-based one");
    assertThatThrownBy(() -> totals.watch(Filter.all()))
        .hasMessageStartingWith("Cannot watch totals");
    assertThatThrownBy(
            () ->
                PostgresProjections.builder(new InMemoryEventStore())
                    .dataSource(lab.dataSource())
                    .schema("tidemark")
                    .build()
                    .exactlyOnce(SetTotals.TOTALS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected its log in the database of its rows");
  }

  @Test
  void settings_and_files_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> SetTotals.TOTALS.withMaxRange(0)).hasMessageContaining("actual 0");
    assertThatThrownBy(() -> SetTotals.TOTALS.withTimeout(Duration.ZERO))
        .hasMessageContaining("actual PT0S");
    assertThatThrownBy(() -> SetTotals.TOTALS.withVersion(0)).hasMessageContaining("actual 0");
    var named = SetProjection.named("totals", Total.class, Total::account);
    assertThatThrownBy(() -> named.applyingResource(SetProjectionTest.class, "none.sql"))
        .hasMessageContaining("expected a file none.sql beside");
    assertThat(named.applyingResource(SetProjectionTest.class, "totals.sql").statement().hash())
        .isEqualTo(SetTotals.TOTALS.statement().hash());
    assertThatThrownBy(() -> SetProjection.named("Totals", Total.class, Total::account))
        .hasMessageContaining("Invalid projection name");
  }
}
