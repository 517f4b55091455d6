package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.CheckpointSignal;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.set.SetTotals;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadModelRepositoryTest {
  private static final UUID ID = UUID.fromString("0190c9f0-0000-7000-8000-000000000001");
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.891234567Z");

  private static final Projection<String, Everything> EVERYTHING =
      Projection.named("everything", Everything.class, Everything::theKey)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold((row, event, recorded) -> everything(recorded.stream().key(), event));

  private final ProjectionLab lab = new ProjectionLab();

  record Everything(
      String theKey,
      DayOfWeek day,
      long big,
      int small,
      BigDecimal exact,
      double rough,
      boolean yes,
      Instant at,
      LocalDate date,
      UUID id,
      Optional<Instant> maybe,
      @Nullable Long nullable) {}

  private static Everything everything(String key, Accounts.Event event) {
    BigDecimal exact =
        event instanceof Accounts.Moved moved ? moved.amount() : new BigDecimal("0.00");
    boolean full = exact.signum() > 0;
    return new Everything(
        key,
        DayOfWeek.FRIDAY,
        Long.MIN_VALUE,
        Integer.MAX_VALUE,
        exact,
        -0.0,
        full,
        TIME,
        LocalDate.of(1993, 12, 31),
        ID,
        full ? Optional.of(TIME) : Optional.empty(),
        full ? 7L : null);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void every_kind_of_value_comes_back_as_it_was() {
    for (String amount : List.of("900.00", "0.00", "-0.0001", "1E+3", "100000000.000", "1E-7")) {
      Accounts.append(lab.store(), amount, new Accounts.Moved(new BigDecimal(amount)));
    }
    lab.projections().catchUp(EVERYTHING);

    lab.assertTrueToTheLog(EVERYTHING);
    ReadModelRepository<String, Everything> rows = lab.asking().of(EVERYTHING);
    assertThat(rows.find("900.00").orElseThrow().exact()).isEqualTo(new BigDecimal("900.00"));
    assertThat(rows.find("900.00").orElseThrow().at())
        .isEqualTo(Instant.parse("2026-03-04T05:06:07.891234Z"));
    assertThat(rows.find("1E+3").orElseThrow().exact()).isEqualTo(new BigDecimal("1000"));
    assertThat(
            rows.findAll(ReadModelQuery.all().where(Filter.where("day").equalTo(DayOfWeek.FRIDAY))))
        .hasSize(6);
    assertThat(rows.count(Filter.where("nullable").isNull())).isEqualTo(2);
    assertThat(rows.count(Filter.where("maybe").equalTo(rows.find("1E-7").orElseThrow().at())))
        .isEqualTo(4);
    assertThat(rows.count(Filter.where("id").equalTo(ID))).isEqualTo(6);
    assertThat(rows.count(Filter.where("date").lessThan(LocalDate.of(1994, 1, 1)))).isEqualTo(6);
    assertThat(rows.count(Filter.where("yes").equalTo(true))).isEqualTo(4);
  }

  record Timed(Instant at, int count) {}

  record Dated(LocalDate date, int count) {}

  private <K, V> void assertNotFound(Projection<K, V> projection, K key, String range) {
    lab.projections().catchUp(projection);
    ReadModelRepository<K, V> serving = lab.asking().of(projection);
    assertThat(serving.find(key)).isEmpty();
    assertThat(serving.asOf(AsOf.position(lab.store().head())).find(key)).isEmpty();
    assertThatThrownBy(() -> serving.explain(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid key %s of projection %s: expected %s, actual %s"
                .formatted(
                    projection.key().components().get(0).name(),
                    projection.name(),
                    range,
                    key instanceof Instant at ? at.truncatedTo(ChronoUnit.MICROS) : key));
  }

  private static Projection<Instant, Timed> timed(String name) {
    return Projection.named(name, Timed.class, Timed::at)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> Instant.EPOCH)
        .fold((row, event, recorded) -> new Timed(Instant.EPOCH, 1));
  }

  @Test
  void a_key_that_the_database_cannot_hold_is_not_there() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    Projection<LocalDate, Dated> dated =
        Projection.named("dated", Dated.class, Dated::date)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> LocalDate.EPOCH)
            .fold((row, event, recorded) -> new Dated(LocalDate.EPOCH, 1));
    for (Instant key :
        List.of(
            Instant.MAX,
            Instant.MIN,
            Instant.parse("+294277-01-01T00:00:00Z"),
            Instant.parse("0000-12-31T23:59:59Z"))) {
      String range = "0001-01-01T00:00:00Z to +294276-12-31T23:59:59.999999Z";
      assertNotFound(timed("timed"), key, range);
      assertNotFound(timed("timed_and_kept").withHistory(), key, range);
    }
    for (LocalDate key : List.of(LocalDate.MAX, LocalDate.MIN, LocalDate.of(0, 12, 31))) {
      assertNotFound(dated, key, "0001-01-01 to +5874897-12-31");
    }
  }

  @Test
  void filters_sorts_pages_and_counts() {
    balances(List.of("d", "10", "b", "-5", "a", "10", "c", "0"));
    ReadModelRepository<String, Accounts.Balance> rows = repository();

    assertThat(keys(rows.findAll())).containsExactly("a", "b", "c", "d");
    assertThat(keys(rows.findAll(ReadModelQuery.all().orderByDescending("balance"))))
        .containsExactly("a", "d", "c", "b");
    assertThat(
            keys(
                rows.findAll(ReadModelQuery.all().orderBy("balance").orderByDescending("account"))))
        .containsExactly("b", "c", "d", "a");
    assertThat(keys(rows.findAll(ReadModelQuery.all().orderBy("balance").page(1, 2))))
        .containsExactly("c", "a");
    assertThat(keys(where(Filter.where("balance").greaterThan(BigDecimal.ZERO))))
        .containsExactly("a", "d");
    assertThat(keys(where(Filter.where("balance").atLeast(BigDecimal.ZERO))))
        .containsExactly("a", "c", "d");
    assertThat(keys(where(Filter.where("balance").lessThan(BigDecimal.ZERO)))).containsExactly("b");
    assertThat(keys(where(Filter.where("balance").atMost(BigDecimal.ZERO))))
        .containsExactly("b", "c");
    assertThat(keys(where(Filter.where("account").in(List.of("a", "x", "c")))))
        .containsExactly("a", "c");
    assertThat(where(Filter.where("account").in(List.of()))).isEmpty();
    assertThat(
            keys(
                where(
                    Filter.where("balance")
                        .equalTo(BigDecimal.TEN)
                        .and(Filter.where("account").notEqualTo("a")))))
        .containsExactly("d");
    assertThat(rows.count(Filter.all())).isEqualTo(4);
    assertThat(rows.count(Filter.where("balance").equalTo(new BigDecimal("10.000")))).isEqualTo(2);
    assertThat(rows.find("d")).isPresent();
    assertThat(rows.find("e")).isEmpty();
  }

  @Test
  void components_are_named_by_their_accessors_as_by_text() {
    balances(List.of("d", "10", "b", "-5", "a", "10", "c", "0"));

    assertThat(keys(where(Filter.where(Accounts.Balance::balance).equalTo(BigDecimal.TEN))))
        .containsExactly("a", "d");
    assertThat(
            keys(
                repository()
                    .findAll(
                        ReadModelQuery.all()
                            .orderByDescending(Accounts.Balance::balance)
                            .orderBy(Accounts.Balance::account))))
        .containsExactly("a", "d", "c", "b");
    assertThatThrownBy(() -> where(Filter.where(Accounts.Line::amount).equalTo(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Unknown component Line::amount: expected one of [account,");
    assertThatThrownBy(() -> Filter.where((Accounts.Balance row) -> row.balance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a reference to an accessor");
  }

  @Test
  void hostile_values_are_values_and_nothing_else() {
    List<String> hostile =
        List.of(
            "'; drop table tidemark.balances; --", "%", "_", "\\", "\"", "$$", "?", "{}", "a%b");
    for (String key : hostile) {
      Accounts.append(lab.store(), key, new Accounts.Moved(BigDecimal.ONE));
    }
    lab.projections().catchUp(Accounts.BALANCES);

    for (String key : hostile) {
      assertThat(repository().find(key)).as(key).isPresent();
      assertThat(keys(where(Filter.where("account").startsWith(key)))).containsExactly(key);
      assertThat(keys(where(Filter.where("account").in(List.of(key, "x"))))).containsExactly(key);
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_name_that_is_no_component_never_reaches_the_database() {
    balances(List.of("a", "1"));

    for (String name : List.of("x", "balance; drop table y", "balance desc", "Balance", "")) {
      assertThatThrownBy(() -> where(Filter.where(name).equalTo(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Unknown component");
      assertThatThrownBy(() -> repository().findAll(ReadModelQuery.all().orderBy(name)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one of [account, owner, balance, moves, since]");
    }
  }

  @Test
  void awaiting_waits_for_the_position_of_an_append() {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(Accounts.BALANCES))
            .build()) {
      runner.start();
      for (int i = 1; i <= 10; i++) {
        long position = Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
        assertThat(repository().awaiting(position).find("1").orElseThrow().moves()).isEqualTo(i);
      }
    }
  }

  @Test
  @Timeout(20)
  void whoever_brings_rows_further_wakes_those_who_wait_for_them() {
    PostgresProjections projections = lab.projections();
    CheckpointSignal signal = projections.schema().signal();
    CheckpointSignal.Watch folded = signal.watch(Accounts.BALANCES.name());
    CheckpointSignal.Watch set = signal.watch(SetTotals.TOTALS.name());
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    projections.catchUp(Accounts.BALANCES);
    projections.catchUp(SetTotals.TOTALS);

    folded.await(1, Duration.ofHours(1).toNanos());
    set.await(1, Duration.ofHours(1).toNanos());
  }

  @Test
  void rows_without_history_serve_code_that_wants_one_until_they_are_made_anew() {
    balances(List.of("a", "5"));
    ReadModelRepository<String, Accounts.Balance> wanting =
        lab.asking().of(Accounts.BALANCES.withHistory());

    assertThat(wanting.findAll()).isEqualTo(repository().findAll()).hasSize(1);
    assertThat(wanting.position()).isEqualTo(1);
  }

  @Test
  void awaiting_does_not_take_rows_of_lost_events_for_those_of_new_ones() {
    balances(List.of("a", "5", "a", "5"));
    lab.jdbc().update("delete from tidemark.events where position = 2");
    long position = Accounts.append(lab.store(), "b", new Accounts.Moved(BigDecimal.ONE));

    assertThatThrownBy(() -> repository().awaiting(position))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("balances");
  }

  @Test
  void a_wait_may_be_as_long_as_one_likes() {
    balances(List.of("a", "5"));

    assertThat(repository().withTimeout(Duration.ofSeconds(Long.MAX_VALUE)).awaiting(1).findAll())
        .hasSize(1);
  }

  @Test
  void a_stream_that_begins_amid_a_switch_has_what_the_new_rows_were_caught_up_with()
      throws Exception {
    balances(List.of("a", "5"));
    lab.jdbc().update("create table tidemark.incoming (like tidemark.balances including all)");
    lab.jdbc().update("insert into tidemark.incoming select * from tidemark.balances");
    balances(List.of("b", "7"));
    CompletableFuture<List<Accounts.Balance>> streamed;
    try (Connection switching = lab.dataSource().getConnection();
        Statement step = switching.createStatement()) {
      switching.setAutoCommit(false);
      step.execute(
          "insert into tidemark.incoming select * from tidemark.balances where account = 'b'");
      step.execute("alter table tidemark.balances rename to outgoing");
      step.execute("alter table tidemark.incoming rename to balances");
      streamed = CompletableFuture.supplyAsync(this::streamed);
      Processes.await("stream", this::isAnybodyWaiting);
      switching.commit();
      switching.setAutoCommit(true);
    }

    assertThat(streamed.join()).hasSize(2);
  }

  private List<Accounts.Balance> streamed() {
    try (Stream<Accounts.Balance> rows = repository().stream(ReadModelQuery.all())) {
      return rows.toList();
    }
  }

  private boolean isAnybodyWaiting() {
    return !lab.jdbc().query("select 1 from pg_locks where not granted", row -> 1).isEmpty();
  }

  @Test
  void awaiting_gives_up_with_what_it_waited_for() {
    balances(List.of("a", "1"));

    assertThatThrownBy(() -> repository().withTimeout(Duration.ofMillis(5)).awaiting(2))
        .isInstanceOf(PositionNotReachedException.class)
        .hasMessage("Read model balances is behind: expected position 2, actual 1");
  }

  @Test
  void before_the_projection_began_there_are_no_rows() {
    assertThat(repository().position()).isZero();
    assertThat(repository().findAll()).isEmpty();
    assertThat(repository().count(Filter.all())).isZero();
    assertThat(repository().find("a")).isEmpty();
  }

  private void balances(List<String> keysAndAmounts) {
    for (int i = 0; i < keysAndAmounts.size(); i += 2) {
      Accounts.append(
          lab.store(),
          keysAndAmounts.get(i),
          new Accounts.Moved(new BigDecimal(keysAndAmounts.get(i + 1))));
    }
    lab.projections().catchUp(Accounts.BALANCES);
  }

  private ReadModelRepository<String, Accounts.Balance> repository() {
    return lab.asking().of(Accounts.BALANCES);
  }

  private List<Accounts.Balance> where(Filter filter) {
    return repository().findAll(ReadModelQuery.all().where(filter));
  }

  private static List<String> keys(List<Accounts.Balance> rows) {
    return rows.stream().map(Accounts.Balance::account).toList();
  }
}
