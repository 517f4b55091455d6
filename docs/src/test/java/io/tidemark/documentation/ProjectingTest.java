package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.history.History;
import io.tidemark.history.RowOrigin;
import io.tidemark.history.RowRevision;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.PointInTime;
import io.tidemark.readmodel.PositionNotReachedException;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildEstimate;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.replay.SwitchPolicy;
import io.tidemark.replay.VerificationReport;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-tos about projections. */
class ProjectingTest {
  private TestDatabase database;
  private DataSource dataSource;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private AggregateRepository<Item, ItemEvent> items;

  @BeforeEach
  void receiveBolts() {
    database = TestDatabase.create();
    dataSource = database.dataSource();
    store = PostgresEventStore.builder(dataSource).build();
    projections = PostgresProjections.of(store);
    items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void read_your_writes() {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(projections.exactlyOnce(Stock.PROJECTION)).build()) {
      runner.start();
      // region read-your-writes
      ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);

      CommandResult result = items.execute("bolt-m8", item -> item.pick(3, "order-1"));
      Stock bolts = stock.awaiting(result.position()).find("bolt-m8").orElseThrow();
      // end
      assertThat(bolts.quantity()).isEqualTo(7);
    }
  }

  @Test
  void a_wait_is_bounded() {
    projections.catchUp(Stock.PROJECTION);
    CommandResult result = items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    // region bounded
    ReadModelRepository<String, Stock> patient =
        ReadModels.of(projections).of(Stock.PROJECTION).withTimeout(Duration.ofMillis(500));
    // end
    assertThatThrownBy(() -> patient.awaiting(result.position()))
        .isInstanceOf(PositionNotReachedException.class)
        .hasMessage("Read model stock is behind: expected position 2, actual 1");
  }

  @Test
  void a_rebuild_is_told_of_and_checked() {
    projections.catchUp(Stock.PROJECTION);
    // region rebuild
    RebuildProgress done =
        Replays.of(projections)
            .rebuild(
                Stock.PROJECTION,
                progress ->
                    System.out.printf(
                        "%d of %d, %.0f/s, %d s left%n",
                        progress.position(),
                        progress.head(),
                        progress.positionsPerSecond(),
                        progress.remaining().toSeconds()));
    // end
    assertThat(done.position()).isEqualTo(1);

    // region verify
    VerificationReport report = Replays.of(projections).verify(Stock.PROJECTION);
    if (!report.isClean()) {
      report.examples().forEach(System.out::println);
    }
    // end
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void split_into_shards_and_paused() {
    // region sharded
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(projections.sharded(Stock.PROJECTION, 4)).build();
    runner.start();
    // end
    runner.catchUp();
    assertThat(runner.status()).hasSize(4).allMatch(status -> status.lag() == 0);
    // region pause
    projections.pause(Stock.PROJECTION); // in all processes, after the batch under way
    projections.resume(Stock.PROJECTION); // goes on where it was
    // end
    runner.close();
    assertThat(projections.status(Stock.PROJECTION).state()).isEqualTo(SubscriberState.STOPPED);

    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    projections.catchUp(Stock.PROJECTION); // shard by shard
    ProjectionStatus status = projections.status(Stock.PROJECTION);
    assertThat(status.shards()).hasSize(4);
    assertThat(status.lag()).isZero();
  }

  @Test
  void new_rows_are_compared_switched_to_and_rolled_back() {
    projections.catchUp(Stock.PROJECTION);
    // region compare
    Replays replays = Replays.of(projections);
    RebuildOptions gently =
        RebuildOptions.defaults().withWorkers(2).withMaxRate(20_000).withoutSwitch();
    replays.rebuild(Stock.PROJECTION, gently, progress -> {});

    ComparisonReport report = replays.compare(Stock.PROJECTION);
    System.out.println(report.summary()); // 0 rows added, 0 missing, 0 changed
    report.examples().forEach(System.out::println);

    replays.switchOver(Stock.PROJECTION, SwitchPolicy.approved(report));
    // end
    // region roll-back
    replays.rollBack(Stock.PROJECTION);
    // end
    // region what-if
    ComparisonReport without = replays.whatIf(Stock.PROJECTION).dropping(1).compare();
    // end
    // region estimate
    RebuildEstimate estimate = replays.estimate(Stock.PROJECTION);
    // end
    assertThat(report.isEmpty()).isTrue();
    assertThat(without.missing()).isEqualTo(1);
    assertThat(estimate.positions()).isEqualTo(1);
  }

  @Test
  void what_if_history_or_code_were_others() {
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    projections.catchUp(Stock.PROJECTION);
    Replays replays = Replays.of(projections);
    // region what-if-inserting
    EventData delivery =
        Item.CODEC.encode(new Received(5, "Acme"), Metadata.empty(), Instant.now());
    ComparisonReport withNuts =
        replays
            .whatIf(Stock.PROJECTION)
            .inserting(1, StreamId.of("item", "nut-m8"), List.of(delivery))
            .compare();
    System.out.println(withNuts.summary()); // 1 row added, 0 missing, 0 changed
    // end
    assertThat(withNuts.summary()).isEqualTo("1 row added, 0 missing, 0 changed");

    // region what-if-changing
    EventData pickedTwo =
        Item.CODEC.encode(new Picked(2, "order-1"), Metadata.empty(), Instant.now());
    ComparisonReport corrected =
        replays
            .whatIf(Stock.PROJECTION)
            .dropping(2)
            .inserting(2, StreamId.of("item", "bolt-m8"), List.of(pickedTwo))
            .compare();
    // end
    assertThat(corrected.examples().toString()).contains("quantity=7", "quantity=8");

    // region what-if-until
    ComparisonReport beforeThePick =
        replays.whatIf(Stock.PROJECTION).until(AsOf.position(1)).compare();
    // end
    assertThat(beforeThePick.summary()).isEqualTo("0 rows added, 0 missing, 1 changed");

    // region what-if-with
    Projection<String, Stock> withoutPicks =
        Projection.named("stock", Stock.class, Stock::item)
            .from("item", Item.CODEC)
            .ofTypes("Received")
            .keyedByStream()
            .fold(
                (before, event, recorded) ->
                    new Stock(
                        recorded.stream().key(),
                        (before == null ? 0 : before.quantity()) + ((Received) event).quantity(),
                        0,
                        recorded.occurredAt()));
    ComparisonReport byOtherCode = replays.whatIf(Stock.PROJECTION).with(withoutPicks).compare();
    // end
    assertThat(byOtherCode.examples().toString()).contains("quantity=7", "quantity=10");
    assertThat(Replays.of(projections).verify(Stock.PROJECTION).isClean()).isTrue();
  }

  @Test
  void a_rebuild_stops_where_it_is_told() {
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    projections.catchUp(Stock.PROJECTION);
    Replays replays = Replays.of(projections);
    // region until
    RebuildOptions untilThen = RebuildOptions.defaults().until(AsOf.position(1));
    RebuildProgress there = replays.rebuild(Stock.PROJECTION, untilThen, progress -> {});
    // end
    assertThat(there.position()).isEqualTo(1);
    assertThat(projections.status(Stock.PROJECTION).rebuilt()).hasValue(1);
  }

  @Test
  void exactly_once_on_a_thread_of_its_own() {
    // region exactly-once
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(Stock.PROJECTION))
            .batchSize(1_000)
            .build();
    runner.start();
    // end
    runner.catchUp();
    // region status
    for (SubscriberStatus status : runner.status()) {
      System.out.printf("%s %s, %d behind%n", status.name(), status.state(), status.lag());
    }
    // end
    assertThat(runner.status()).singleElement().extracting(SubscriberStatus::lag).isEqualTo(0L);
    // region stored-status
    ProjectionStatus stored = projections.status(Stock.PROJECTION);
    System.out.println(stored.state()); // RUNNING only if somebody runs it who is alive
    System.out.println(stored.lag() + " events and " + stored.age().toSeconds() + " s behind");
    stored.missedSince().ifPresent(time -> System.out.println("nobody heard from since " + time));
    // end
    assertThat(stored.lag()).isZero();
    runner.close();
  }

  @Test
  void inline_in_the_transaction_of_the_append() {
    // region inline
    PostgresEventStore inlineStore =
        PostgresEventStore.builder(dataSource)
            .inline(opened -> PostgresProjections.of(opened).inline(Stock.PROJECTION))
            .build();
    var inlineItems = AggregateRepository.of("item", Item::new, inlineStore, Item.CODEC);

    inlineItems.execute("bolt-m8", item -> item.pick(3, "order-1"));
    ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);
    long left = stock.find("bolt-m8").orElseThrow().quantity(); // 7, without waiting
    // end
    assertThat(left).isEqualTo(7);
    inlineStore.close();
  }

  @Test
  void a_read_model_at_a_point() {
    projections.catchUp(Stock.PROJECTION);
    long position = store.head();
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    // region as-of
    ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);
    List<Stock> plenty =
        stock
            .asOf(AsOf.position(position))
            .findAll(ReadModelQuery.all().where(Filter.where("quantity").atLeast(10)));

    PointInTime point = ReadModels.of(projections).asOf(AsOf.latest());
    long total = point.of(Stock.PROJECTION).count(Filter.all());
    // end
    assertThat(plenty).hasSize(1);
    assertThat(total).isEqualTo(1);
  }

  @Test
  void rows_keep_their_history_and_explain_themselves() {
    Projection<String, Stock> stockWithHistory = Stock.PROJECTION.withHistory();
    projections.catchUp(stockWithHistory);
    long position = store.head();
    Instant lastFriday = Instant.now();
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    projections.catchUp(stockWithHistory);
    // region history
    ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(stockWithHistory);
    ReadModel<String, Stock> then = stock.asOf(AsOf.position(position));
    List<Stock> plenty =
        then.findAll(ReadModelQuery.all().where(Filter.where("quantity").atLeast(10)));
    System.out.println(then.origin()); // HISTORY: by a query; or REPLAY, of so many events, because

    ReadModel<String, Stock> knownThen =
        stock.asOf(AsOf.recordedAt(lastFriday).andOccurredAt(lastFriday));
    // end
    assertThat(then.origin().source()).isEqualTo(RowOrigin.Source.HISTORY);
    assertThat(plenty).hasSize(1);
    assertThat(knownThen.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
    // region explain
    for (RowRevision<Stock> revision : stock.explain("bolt-m8").revisions()) {
      System.out.println(
          revision.event().type() + ": " + revision.before() + " became " + revision.after());
    }
    // end
    assertThat(stock.explain("bolt-m8").revisions()).isNotEmpty();
    // region prune
    History.of(projections).prune(stockWithHistory, Duration.ofDays(90));
    // end
    assertThat(stock.asOf(AsOf.position(position)).origin().source())
        .isEqualTo(RowOrigin.Source.HISTORY);
  }

  @Test
  void live_in_memory_on_demand() {
    // region live
    SortedMap<String, Stock> rows = LiveProjection.of(Stock.PROJECTION, store).rows(AsOf.latest());
    // end
    assertThat(rows).containsOnlyKeys("bolt-m8");
  }

  @Test
  void in_memory_and_kept_up_to_date() {
    // region in-memory
    InMemoryProjection<String, Stock> cache = InMemoryProjection.of(Stock.PROJECTION, store);
    SubscriptionRunner runner = SubscriptionRunner.builder(store).add(cache).build();
    runner.catchUp(); // or start(), to follow the log on a thread
    // end
    assertThat(cache.find("bolt-m8")).isPresent();
    runner.close();
  }

  @Test
  void a_subscription_by_hand() {
    long myCheckpoint = 0;
    List<RecordedEvent> handled = new ArrayList<>();
    // region subscription
    LogQuery query = LogQuery.all().categories(Set.of("item")).after(myCheckpoint);
    Subscription subscription = Subscription.of(store, query);

    EventBatch batch = subscription.next(Duration.ofSeconds(1));
    handled.addAll(batch.events()); // your work, and then keep batch.upTo() as the checkpoint
    // end
    assertThat(handled).hasSize(1);
    assertThat(batch.upTo().position()).isEqualTo(1);
  }
}
