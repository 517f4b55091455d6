package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.table.Catalog;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresProjectionsTest {
  private final ProjectionLab lab = new ProjectionLab();

  enum Mood {
    GOOD,
    BAD
  }

  record Moody(String account, Mood mood) {}

  record Amount(BigDecimal amount, int times) {}

  record Extremes(String account, BigDecimal number, Instant at, LocalDate day, double rough) {}

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_log_without_a_database_must_be_told_where_read_models_are_kept() {
    InMemoryEventStore memory = new InMemoryEventStore();
    Accounts.append(memory, "1", new Accounts.Opened("Ann"));
    assertThatThrownBy(() -> PostgresProjections.builder(memory).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected dataSource and schema")
        .hasMessageContaining("actual InMemoryEventStore");

    PostgresProjections elsewhere =
        PostgresProjections.builder(memory).dataSource(lab.dataSource()).schema("other").build();
    elsewhere.catchUp(Accounts.BALANCES);

    assertThat(ReadModels.of(elsewhere).of(Accounts.BALANCES).find("1")).isPresent();
    assertThat(lab.jdbc().query("select account from other.balances", row -> row.text(1)))
        .containsExactly("1");
  }

  @Test
  void settings_that_make_no_sense_are_refused() {
    PostgresProjections.Builder builder = PostgresProjections.builder(lab.store());
    assertThatThrownBy(() -> builder.idleTimeout(Duration.ZERO))
        .hasMessage("Invalid idleTimeout: expected at least 1 ms, actual PT0S");
    assertThatThrownBy(() -> builder.schema("")).hasMessageContaining("Invalid name");
  }

  @Test
  void a_process_that_hangs_amid_a_batch_loses_its_session_and_the_batch_is_tried_again() {
    AtomicInteger tries = new AtomicInteger();
    Projection<String, Moody> hanging =
        moody(
            () -> {
              if (tries.incrementAndGet() == 1) {
                LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
              }
            });
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));

    PostgresProjections.builder(lab.store())
        .idleTimeout(Duration.ofMillis(200))
        .build()
        .catchUp(hanging);

    assertThat(tries).hasValue(2);
    assertThat(lab.stored(hanging)).containsExactly(new Moody("1", Mood.GOOD));
  }

  private static Projection<String, Moody> moody(Runnable before) {
    return Projection.named("moody", Moody.class, Moody::account)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold(
            (row, event, recorded) -> {
              before.run();
              return new Moody(
                  recorded.stream().key(), event instanceof Accounts.Moved ? Mood.BAD : Mood.GOOD);
            });
  }

  @Test
  void one_category_with_a_comma_is_not_taken_for_two() {
    lab.projections().catchUp(counted("a", "b"));
    assertThatThrownBy(() -> lab.projections().catchUp(counted("a, b")))
        .hasCauseInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("from \"a, b\"")
        .hasMessageContaining("from a, b");
  }

  @Test
  void whether_rows_are_of_another_definition_is_known_before_anything_is_begun() {
    assertThat(lab.projections().status(counted("a")).isOutdated()).isFalse();
    assertThat(lab.asking().of(counted("a")).position()).isZero();
    boolean isThere =
        lab.jdbc().inSession(session -> Catalog.hasTable(session, "tidemark", "counted"));
    assertThat(isThere).isFalse();

    lab.projections().catchUp(counted("a"));

    assertThat(lab.projections().status(counted("a")).isOutdated()).isFalse();
    assertThat(lab.projections().status(counted("a", "b")).isOutdated()).isTrue();
    assertThat(lab.projections().status(counted("a").withHistory()).isOutdated()).isTrue();
  }

  private static Projection<String, Accounts.Balance> counted(String first, String... others) {
    Projection<String, Accounts.Balance> counted =
        Projection.named("counted", Accounts.Balance.class, Accounts.Balance::account)
            .from(first, Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold((row, event, recorded) -> row);
    for (String category : others) {
      counted =
          counted
              .from(category, Accounts.CODEC)
              .keyedBy((event, recorded) -> recorded.stream().key())
              .fold((row, event, recorded) -> row);
    }
    return counted;
  }

  @Test
  void a_constant_that_is_no_more_asks_for_a_rebuild() {
    Projection<String, Moody> moody = moody(() -> {});
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(moody);
    lab.jdbc().update("update tidemark.moody set mood = 'SOSO'");
    ReadModelRepository<String, Moody> rows = lab.asking().of(moody);

    assertThatThrownBy(() -> rows.find("1"))
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessage(
            "Projection moody has changed and must be rebuilt:"
                + " expected a constant of Mood in column mood, actual SOSO");

    lab.replays().rebuild(moody, progress -> {});
    assertThat(rows.find("1")).contains(new Moody("1", Mood.GOOD));
  }

  @Test
  void decimals_of_another_scale_are_the_same_key_in_memory_and_in_the_database() {
    Projection<BigDecimal, Amount> amounts =
        Projection.named("amounts", Amount.class, Amount::amount)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> ((Accounts.Moved) event).amount())
            .fold(
                (row, event, recorded) ->
                    new Amount(
                        ((Accounts.Moved) event).amount(), row == null ? 1 : row.times() + 1));
    for (String amount : List.of("1.0", "100", "1.00", "1E+2", "2")) {
      Accounts.append(lab.store(), "1", new Accounts.Moved(new BigDecimal(amount)));
    }

    lab.projections().catchUp(amounts);

    lab.assertTrueToTheLog(amounts);
    assertThat(lab.asking().of(amounts).find(new BigDecimal("1")))
        .contains(new Amount(new BigDecimal("1.00"), 2));
    assertThat(LiveProjection.of(amounts, lab.store()).rows(AsOf.latest())).hasSize(3);
  }

  @Test
  void the_farthest_values_that_are_accepted_can_be_stored_and_read_back() {
    List<Extremes> extremes =
        List.of(
            new Extremes(
                "a",
                new BigDecimal("9".repeat(131_072) + "." + "9".repeat(16_383)),
                Instant.parse("+294276-12-31T23:59:59.999999Z"),
                LocalDate.of(5_874_897, 12, 31),
                Double.NaN),
            new Extremes(
                "b",
                new BigDecimal("-1E-16383"),
                Instant.parse("0001-01-01T00:00:00Z"),
                LocalDate.of(1, 1, 1),
                Double.MIN_VALUE));
    Projection<String, Extremes> projection =
        Projection.named("extremes", Extremes.class, Extremes::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    extremes.get(recorded.stream().key().equals("a") ? 0 : 1));
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    Accounts.append(lab.store(), "b", new Accounts.Opened("Ann"));

    lab.projections().catchUp(projection);

    assertThat(lab.stored(projection)).isEqualTo(extremes);
  }

  /** Only the database knows that a key is too long for its index. */
  @Test
  void a_row_that_the_database_refuses_stops_right_before_its_event() {
    Random random = new Random(1);
    StringBuilder long100k = new StringBuilder();
    random.ints(100_000, 'a', 'z' + 1).forEach(long100k::appendCodePoint);
    Projection<String, Moody> refused =
        Projection.named("refused", Moody.class, Moody::account)
            .from("account", Accounts.CODEC)
            .keyedBy(
                (event, recorded) ->
                    recorded.position() == 3 ? long100k.toString() : "k" + recorded.position())
            .fold(
                (row, event, recorded) ->
                    new Moody(
                        recorded.position() == 3 ? long100k.toString() : "k" + recorded.position(),
                        Mood.GOOD));
    for (int i = 0; i < 5; i++) {
      Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    }

    assertThatThrownBy(() -> lab.projections().catchUp(refused))
        .isInstanceOf(SubscriberFailedException.class)
        .hasCauseInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 3");

    assertThat(lab.asking().of(refused).position()).isEqualTo(2);
    assertThat(lab.stored(refused)).extracting(Moody::account).containsExactly("k1", "k2");
  }

  @Test
  void a_row_that_no_database_can_hold_stops_right_before_its_event() {
    Projection<String, Accounts.Balance> cutting =
        Projection.named("cutting", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    new Accounts.Balance(
                        recorded.stream().key(),
                        Optional.of(recorded.position() == 3 ? "a\0" : "a"),
                        BigDecimal.ONE,
                        row == null ? 1 : row.moves() + 1,
                        recorded.occurredAt()));
    for (int i = 0; i < 5; i++) {
      Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    }

    assertThatThrownBy(() -> lab.projections().catchUp(cutting))
        .isInstanceOf(SubscriberFailedException.class)
        .hasCauseInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 3")
        .hasMessageContaining("Invalid owner in a row of Balance");

    assertThat(lab.asking().of(cutting).position()).isEqualTo(2);
    assertThat(lab.stored(cutting)).extracting(Accounts.Balance::moves).containsExactly(2);
    assertThat(lab.projections().status(cutting).state()).isEqualTo(SubscriberState.FAILED);
  }

  @Test
  void the_state_in_the_database_claims_no_more_than_it_knows() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    assertThat(lab.projections().status(Accounts.BALANCES).state())
        .isEqualTo(SubscriberState.STOPPED);

    lab.projections().catchUp(Accounts.BALANCES);

    assertThat(lab.projections().status(Accounts.BALANCES).state())
        .isEqualTo(SubscriberState.UNKNOWN);
    assertThat(lab.projections().status(Accounts.BALANCES).lag()).isZero();
  }
}
