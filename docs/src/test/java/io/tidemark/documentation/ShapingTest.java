package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent.Deposited;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent.OwnerNamed;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent.Withdrawn;
import io.tidemark.documentation.StreamingSqlTest.Owner;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.stage.Stage;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.AllKeys;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/join-and-shape-events.md}: the rows of code are those of SQL. */
class ShapingTest {
  private static final EventCodec<AccountEvent> ACCOUNTS = StreamingSqlTest.CODEC;

  // region card
  sealed interface CardEvent {
    record Charged(String account, long amount) implements CardEvent {}

    record Blocked(String reason) implements CardEvent {}
  }

  // end

  private static final EventCodec<CardEvent> CARDS = JacksonEventCodec.ofSealed(CardEvent.class);

  // region filter
  record Minute(String account, Instant from, Instant to, long count, long amount) {}

  static Projection<WindowKey<String>, Minute> minutes(Stage<Movement> movements) {
    return Windows.named("minutes", Minute.class, Minute::account)
        .from(movements)
        .keyedBy(Movement::account)
        .over(Window.tumbling(Duration.ofMinutes(1)))
        .accumulate(Minute::count, Accumulators.count())
        .accumulate(Minute::amount, Accumulators.sumOfLongs(Movement::amount))
        .projection();
  }

  record Movement(long position, String account, long amount) {}

  static final Stage<Movement> DEPOSITS =
      Stage.from("account", ACCOUNTS)
          .map(
              Movement.class,
              (event, recorded) ->
                  event instanceof Deposited deposited
                      ? new Movement(recorded.position(), deposited.account(), deposited.amount())
                      : null);

  static final Projection<WindowKey<String>, Minute> LARGE =
      minutes(DEPOSITS.filter(movement -> movement.amount() >= 10));
  // end

  // region merge
  static final Stage<Movement> CHARGES =
      Stage.from("card", CARDS)
          .ofTypes("Charged")
          .map(
              Movement.class,
              (event, recorded) -> {
                CardEvent.Charged charged = (CardEvent.Charged) event;
                return new Movement(recorded.position(), charged.account(), -charged.amount());
              });

  static final Projection<WindowKey<String>, Minute> ALL = minutes(DEPOSITS.merge(CHARGES));

  // end

  // region across
  record EachMinute(Instant from, Instant to, long count) {}

  static final Projection<WindowKey<AllKeys>, EachMinute> BUSY =
      Windows.named("busy_minutes", EachMinute.class)
          .from(DEPOSITS.merge(CHARGES))
          .acrossKeys()
          .over(Window.tumbling(Duration.ofMinutes(1)))
          .accumulate(EachMinute::count, Accumulators.count())
          .projection();

  // end

  // region as-of-event
  record Owned(String owner, long amount) {}

  record OfOwner(String owner, long deposits, long amount) {}

  static Projection<String, OfOwner> totals(String name, Stage<Owned> owned) {
    return Windows.named(name, OfOwner.class, OfOwner::owner)
        .from(owned)
        .keyedBy(Owned::owner)
        .overAllTime()
        .accumulate(OfOwner::deposits, Accumulators.count())
        .accumulate(OfOwner::amount, Accumulators.sumOfLongs(Owned::amount))
        .projection();
  }

  static final Projection<String, OfOwner> OWNED_THEN =
      totals(
          "owned_then",
          DEPOSITS
              .join(Owner.PROJECTION, Movement::account)
              .asOfEvent()
              .map(Owned.class, (deposit, owner) -> new Owned(owner.owner(), deposit.amount())));
  // end

  // region as-it-is
  static final Projection<String, OfOwner> OWNED_NOW =
      totals(
          "owned_now",
          DEPOSITS
              .join(Owner.PROJECTION, Movement::account)
              .asItIs()
              .mapAll(
                  Owned.class,
                  (deposit, owner) ->
                      new Owned(owner.map(Owner::owner).orElse("nobody"), deposit.amount())));

  // end

  // region pairs
  record Pair(long deposit, long withdrawal, String account) {
    record Key(long deposit, long withdrawal) {}

    Key key() {
      return new Key(deposit, withdrawal);
    }
  }

  static final Stage<Movement> WITHDRAWALS =
      Stage.from("account", ACCOUNTS)
          .map(
              Movement.class,
              (event, recorded) ->
                  event instanceof Withdrawn withdrawn
                      ? new Movement(recorded.position(), withdrawn.account(), withdrawn.amount())
                      : null);

  static final Projection<Pair.Key, Pair> PAIRS =
      DEPOSITS
          .pairedWith(WITHDRAWALS, Movement::account, Movement::account)
          .within(Duration.ofMinutes(10))
          .map(Pair.class, (in, out) -> new Pair(in.position(), out.position(), in.account()))
          .into(Projection.named("pairs", Pair.class, Pair.Key.class, Pair::key));

  // end

  // region fold
  record Balance(String account, long amount) {}

  static final Projection<String, Balance> BALANCES =
      DEPOSITS
          .merge(CHARGES)
          .into(
              Projection.named("balances", Balance.class, Balance::account),
              Movement::account,
              (before, movement) ->
                  new Balance(
                      movement.account(),
                      movement.amount() + (before == null ? 0 : before.amount())));
  // end

  // region branch
  static final Stage.Branches<Movement> BRANCHES =
      DEPOSITS.branch(movement -> movement.amount() >= 20);
  static final Stage<Movement> HALVES =
      BRANCHES
          .matching()
          .flatMap(
              Movement.class,
              whole -> {
                Movement half = new Movement(whole.position(), whole.account(), whole.amount() / 2);
                return List.of(half, half);
              });

  // end

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private SqlQueries sql;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    sql =
        SqlQueries.of(projections)
            .types("account", ACCOUNTS, AccountEvent.class)
            .readModel(Owner.PROJECTION)
            .build();
    deposit("a", 10, "10:00:05");
    own("a", "Ann");
    deposit("a", 20, "10:00:40");
    own("a", "Bea");
    deposit("a", 5, "10:00:10");
    withdraw("a", 7, "10:09:00");
    own("b", "Ann");
    deposit("b", 30, "10:02:00");
    withdraw("b", 1, "10:12:00");
    withdraw("b", 1, "10:12:01");
    append("card", CARDS, new CardEvent.Charged("a", 3), "10:00:59");
    append("card", CARDS, new CardEvent.Blocked("lost"), "10:00:59");
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void deposit(String account, long amount, String at) {
    append(
        "account",
        ACCOUNTS,
        new Deposited(account, amount, BigDecimal.ONE, Optional.empty()),
        account,
        at);
  }

  private void withdraw(String account, long amount, String at) {
    append("account", ACCOUNTS, new Withdrawn(account, amount), account, at);
  }

  private void own(String account, String owner) {
    append("account", ACCOUNTS, new OwnerNamed(account, owner), account, "10:00:00");
  }

  private <E> void append(String category, EventCodec<E> codec, E event, String at) {
    append(category, codec, event, "x", at);
  }

  private <E> void append(String category, EventCodec<E> codec, E event, String key, String at) {
    Instant happened = Instant.parse("2026-03-01T" + at + "Z");
    store.append(
        StreamId.of(category, key),
        ExpectedVersion.any(),
        List.of(codec.encode(event, Metadata.empty(), happened)));
  }

  private static Instant at(int minute) {
    return Instant.parse("2026-03-01T10:00:00Z").plus(Duration.ofMinutes(minute));
  }

  private <K, V> Collection<V> rows(Projection<K, V> projection) {
    return LiveProjection.of(projection, store).rows(AsOf.latest()).values();
  }

  @Test
  void elements_are_filtered_mapped_merged_and_added_up() {
    assertThat(rows(LARGE))
        .containsExactly(
            new Minute("a", at(0), at(1), 2, 30), new Minute("b", at(2), at(3), 1, 30));
    assertThat(rows(ALL))
        .containsExactly(
            new Minute("a", at(0), at(1), 4, 32), new Minute("b", at(2), at(3), 1, 30));
    assertThat(rows(BUSY))
        .containsExactly(new EachMinute(at(0), at(1), 4), new EachMinute(at(2), at(3), 1));
    assertThat(rows(BALANCES)).containsExactly(new Balance("a", 32), new Balance("b", 30));
    assertThat(rows(minutes(HALVES.merge(BRANCHES.others()))))
        .containsExactly(
            new Minute("a", at(0), at(1), 4, 35), new Minute("b", at(2), at(3), 2, 30));
  }

  @Test
  void joins_give_the_rows_that_sql_gives() {
    assertThat(rows(OWNED_THEN))
        .containsExactly(new OfOwner("Ann", 2, 50), new OfOwner("Bea", 1, 5));
    assertThat(select("as-of-event", AsOf.latest()))
        .containsExactlyInAnyOrder(Tuple.of("Ann", 50L), Tuple.of("Bea", 5L));
    for (long position = 0; position <= store.head(); position++) {
      AsOf then = AsOf.position(position);
      assertThat(
              LiveProjection.of(OWNED_NOW, store).rows(then).values().stream()
                  .map(
                      row ->
                          Tuple.of(
                              row.owner().equals("nobody") ? null : row.owner(), row.deposits())))
          .as("at %d", position)
          .containsExactlyInAnyOrderElementsOf(select("as-now", then));
      assertThat(
              LiveProjection.of(OWNED_THEN, store).rows(then).values().stream()
                  .map(row -> Tuple.of(row.owner(), row.amount())))
          .as("at %d", position)
          .containsExactlyInAnyOrderElementsOf(select("as-of-event", then));
      assertThat(
              LiveProjection.of(PAIRS, store).rows(then).values().stream()
                  .map(row -> Tuple.of(row.deposit(), row.withdrawal())))
          .as("at %d", position)
          .containsExactlyInAnyOrderElementsOf(select("pairs", then));
    }
    assertThat(rows(PAIRS)).hasSize(4);
  }

  private List<Tuple> select(String statement, AsOf asOf) {
    return sql.select(StreamingSqlTest.statement(statement), asOf).rows();
  }

  @Test
  void they_run_as_any_projection() {
    // region run
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(Owner.PROJECTION))
            .add(projections.exactlyOnce(OWNED_NOW))
            .build()) {
      runner.catchUp();
    }
    List<OfOwner> stored = ReadModels.of(projections).of(OWNED_NOW).findAll();
    // end
    assertThat(stored).containsExactly(new OfOwner("Ann", 1, 30), new OfOwner("Bea", 3, 35));
  }
}
