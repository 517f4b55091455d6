package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A small bank to project: its events, two read models, and random histories. */
public final class Accounts {
  public static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  /** A closed account has no row; an amount of 13 is refused when {@link #poisoned} is used. */
  public static final Projection<String, Balance> BALANCES = balances("balances");

  public static final Projection<Long, Line> STATEMENTS =
      Projection.named("statements", Line.class, Line::position)
          .from("account", CODEC)
          .keyedBy((event, recorded) -> event instanceof Moved ? recorded.position() : null)
          .fold(
              (line, event, recorded) ->
                  new Line(
                      recorded.position(),
                      recorded.stream().key(),
                      ((Moved) event).amount(),
                      recorded.recordedAt()));

  /** Events of another family than those of accounts, in a category of their own. */
  public static final EventCodec<Mention> MENTIONS = JacksonEventCodec.ofSealed(Mention.class);

  private Accounts() {}

  public sealed interface Mention {}

  public record Mentioned(String account) implements Mention {}

  /**
   * Moves of an account and its mentions elsewhere; both change the balance, so their order counts.
   */
  public record Activity(
      String account, BigDecimal balance, int mentions, long last, Optional<Instant> at) {
    static Activity none(String account) {
      return new Activity(account, BigDecimal.ZERO, 0, 0, Optional.empty());
    }
  }

  /** Made from two categories, each with its own events, keys and fold. */
  public static Projection<String, Activity> activity(String name) {
    return Projection.named(name, Activity.class, Activity::account)
        .from("account", CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold(
            (row, event, recorded) -> {
              Activity before = row == null ? Activity.none(recorded.stream().key()) : row;
              BigDecimal change =
                  event instanceof Moved moved ? moved.amount() : before.balance().negate();
              return event instanceof Closed
                  ? null
                  : new Activity(
                      before.account(),
                      before.balance().add(change),
                      before.mentions(),
                      recorded.position(),
                      Optional.of(recorded.recordedAt()));
            })
        .from("mention", MENTIONS)
        .keyedBy((event, recorded) -> ((Mentioned) event).account())
        .fold(
            (row, event, recorded) -> {
              Activity before = row == null ? Activity.none(((Mentioned) event).account()) : row;
              return new Activity(
                  before.account(),
                  before.balance().movePointLeft(1),
                  before.mentions() + 1,
                  recorded.position(),
                  before.at());
            });
  }

  public static long mention(EventStore store, String stream, String account) {
    return store
        .append(
            new StreamId("mention", stream),
            ExpectedVersion.any(),
            List.of(
                MENTIONS.encode(
                    new Mentioned(account),
                    Metadata.empty(),
                    Instant.parse("2026-01-02T03:04:05Z"))))
        .lastPosition();
  }

  /** As {@link #history}, one after the other, with mentions among the accounts' events. */
  public static void mixedHistory(EventStore store, int events, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      String account = "a" + random.nextInt(4);
      switch (random.nextInt(3)) {
        case 0 -> mention(store, "t" + i, account);
        case 1 -> append(store, new StreamId("other", "o" + i), event(random));
        default -> append(store, account, event(random));
      }
    }
  }

  public sealed interface Event {}

  public record Opened(String owner) implements Event {}

  public record Moved(BigDecimal amount) implements Event {}

  public record Closed(Optional<String> reason) implements Event {}

  public record Balance(
      String account, Optional<String> owner, BigDecimal balance, int moves, Instant since) {}

  public record Line(long position, String account, BigDecimal amount, Instant at) {}

  public static Projection<String, Balance> balances(String name) {
    return Projection.named(name, Balance.class, Balance::account)
        .from("account", CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold((row, event, recorded) -> fold(row, event, recorded.occurredAt(), recorded.stream()));
  }

  /** The same balances, of which is known that each row is of one stream. */
  public static Projection<String, Balance> balancesByStream(String name) {
    return Projection.named(name, Balance.class, Balance::account)
        .from("account", CODEC)
        .keyedByStream()
        .fold((row, event, recorded) -> fold(row, event, recorded.occurredAt(), recorded.stream()));
  }

  /** The same balances, but the handler throws at this amount. */
  public static Projection<String, Balance> poisoned(BigDecimal amount) {
    return Projection.named("poisoned", Balance.class, Balance::account)
        .from("account", CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold(
            (row, event, recorded) -> {
              if (event instanceof Moved moved && moved.amount().compareTo(amount) == 0) {
                throw new IllegalStateException("cannot take " + amount);
              }
              return fold(row, event, recorded.occurredAt(), recorded.stream());
            });
  }

  private static @Nullable Balance fold(
      @Nullable Balance row, Event event, Instant at, StreamId stream) {
    if (event instanceof Opened opened) {
      return new Balance(
          stream.key(), Optional.of(opened.owner()), new BigDecimal("0.00"), 0, at.plusNanos(7));
    }
    if (event instanceof Moved moved) {
      Balance before =
          row == null
              ? new Balance(stream.key(), Optional.empty(), new BigDecimal("0.00"), 0, at)
              : row;
      return new Balance(
          before.account(),
          before.owner(),
          before.balance().add(moved.amount()),
          before.moves() + 1,
          before.since());
    }
    return null;
  }

  public static EventData data(Event event) {
    return CODEC.encode(event, Metadata.empty(), Instant.parse("2026-01-02T03:04:05.678901Z"));
  }

  /** Appends an event of a type that the codec does not know. */
  public static long appendUnknown(EventStore store, String key) {
    EventData known = data(new Opened("Ann"));
    return store
        .append(
            new StreamId("account", key),
            ExpectedVersion.any(),
            List.of(
                new EventData(
                    UUID.randomUUID(),
                    "Unheard",
                    known.data(),
                    known.metadata(),
                    known.occurredAt())))
        .lastPosition();
  }

  public static long append(EventStore store, String key, Event... events) {
    return append(store, new StreamId("account", key), events);
  }

  public static long append(EventStore store, StreamId stream, Event... events) {
    List<EventData> data = new ArrayList<>();
    for (Event event : events) {
      data.add(data(event));
    }
    return store.append(stream, ExpectedVersion.any(), data).lastPosition();
  }

  /**
   * Appends this many events on twenty accounts and, every seventh time, one of another category.
   */
  public static void history(EventStore store, int events, long seed) {
    Random random = new Random(seed);
    List<CompletionStage<AppendResult>> underWay = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      StreamId stream =
          i % 7 == 3
              ? new StreamId("transfer", "t" + i)
              : new StreamId("account", "a" + random.nextInt(20));
      underWay.add(
          store.appendAsync(
              new AppendRequest(stream, ExpectedVersion.any(), List.of(data(event(random))))));
    }
    underWay.forEach(append -> append.toCompletableFuture().join());
  }

  public static Event event(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Opened("Ann");
      case 1 -> new Closed(Optional.empty());
      default -> new Moved(BigDecimal.valueOf(random.nextInt(20_000) - 8_000, random.nextInt(4)));
    };
  }
}
