package io.tidemark.window;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.stage.Stage;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * Amounts that move between accounts, each by one event, so that all accounts together have nothing
 * at every position.
 */
final class Transfers {
  static final int ACCOUNTS = 10;
  static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final int MILLIS_APART = 60;
  private static final int LATEST_MILLIS = 10_000;

  /** By a fold, of which an event changes two rows. */
  static final Projection<String, Balance> FOLDED =
      Projection.named("folded", Balance.class, Balance::account)
          .from("transfer", CODEC)
          .keyedByEach((event, recorded) -> List.of(moved(event).from(), moved(event).to()))
          .fold(
              (row, key, event, recorded) -> {
                Balance before = row == null ? new Balance(key, 0, 0) : row;
                long change =
                    key.equals(moved(event).to()) ? moved(event).amount() : -moved(event).amount();
                return new Balance(key, before.balance() + change, before.moves() + 1);
              })
          .withHistory();

  /** By a stage that gives two elements of an event. */
  static final Projection<String, Balance> STAGED =
      Windows.named("staged", Balance.class, Balance::account)
          .from(changes())
          .keyedBy(Change::account)
          .overAllTime()
          .accumulate(Balance::balance, Accumulators.sumOfLongs(Change::amount))
          .accumulate(Balance::moves, Accumulators.count())
          .projection()
          .withHistory();

  /** By minutes that have closed: many transfers come later than these wait. */
  static final Projection<WindowKey<String>, Minute> MINUTES =
      Windows.named("minutes", Minute.class, Minute::account)
          .from(changes())
          .keyedBy(Change::account)
          .over(Window.tumbling(Duration.ofMinutes(1)).whenClosed(DELAY))
          .accumulate(Minute::balance, Accumulators.sumOfLongs(Change::amount))
          .accumulate(Minute::moves, Accumulators.count())
          .projection()
          .withHistory();

  private final EventStore store;
  private final Random random = new Random(5);
  private int count;

  Transfers(EventStore store) {
    this.store = store;
  }

  sealed interface Event {}

  record Moved(String from, String to, long amount) implements Event {}

  /** One side of a transfer. */
  record Change(String account, long amount) {}

  record Balance(String account, long balance, long moves) {}

  record Minute(String account, Instant begin, Instant end, long balance, long moves) {}

  private static Stage<Change> changes() {
    return Stage.from("transfer", CODEC)
        .only(Moved.class)
        .flatMap(
            Change.class,
            moved ->
                List.of(
                    new Change(moved.from(), -moved.amount()),
                    new Change(moved.to(), moved.amount())));
  }

  private static Moved moved(Event event) {
    return (Moved) event;
  }

  /** Appends so many more; one in twenty is late. */
  void append(int more) {
    List<CompletionStage<AppendResult>> underWay = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      long late = random.nextInt(20) == 0 ? random.nextInt(LATEST_MILLIS) : 0;
      Instant at = BEGIN.plusMillis((long) MILLIS_APART * count++ - late);
      Moved event = new Moved("a" + from, "a" + to, 1 + random.nextInt(1_000));
      underWay.add(
          store.appendAsync(
              new AppendRequest(
                  new StreamId("transfer", "t" + i % 7),
                  ExpectedVersion.any(),
                  List.of(CODEC.encode(event, Metadata.empty(), at)))));
    }
    underWay.forEach(append -> append.toCompletableFuture().join());
  }
}
