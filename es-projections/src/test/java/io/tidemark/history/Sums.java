package io.tidemark.history;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Closed;
import io.tidemark.projection.Accounts.Moved;
import io.tidemark.projection.Accounts.Opened;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums of accounts that come and go, random histories of them, and a fold of one's own. */
final class Sums {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** One stored event may be two changes of its row: it goes and comes, or comes and goes. */
  private static final EventCodec<Accounts.Event> CODEC =
      new EventCodec<>() {
        @Override
        public EventData encode(Accounts.Event event, Metadata metadata, Instant occurredAt) {
          return Accounts.CODEC.encode(event, metadata, occurredAt);
        }

        @Override
        public List<Accounts.Event> decode(RecordedEvent recorded) {
          return changes(Accounts.CODEC.decode(recorded).get(0));
        }

        @Override
        public Set<String> types() {
          return Accounts.CODEC.types();
        }
      };

  private Sums() {}

  record Sum(String account, BigDecimal total, int moves, long last) {}

  /** A change that somebody else has worked out. */
  record Revision(long position, Optional<Sum> before, Optional<Sum> after) {}

  static Projection<String, Sum> named(String name) {
    return Projection.named(name, Sum.class, Sum::account)
        .from("account", CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold(
            (sum, event, recorded) ->
                after(sum, event, recorded.stream().key(), recorded.position()));
  }

  private static List<Accounts.Event> changes(Accounts.Event event) {
    if (event instanceof Opened opened && opened.owner().equals("again")) {
      return List.of(new Closed(Optional.empty()), opened);
    }
    return event instanceof Opened opened && opened.owner().equals("ghost")
        ? List.of(opened, new Closed(Optional.empty()))
        : List.of(event);
  }

  private static @Nullable Sum after(
      @Nullable Sum sum, Accounts.Event event, String account, long position) {
    if (event instanceof Closed) {
      return null;
    }
    if (event instanceof Moved moved && moved.amount().signum() == 0) {
      return sum; // changes nothing
    }
    Sum before = sum == null ? new Sum(account, BigDecimal.ZERO, 0, 0) : sum;
    return event instanceof Moved moved
        ? new Sum(account, before.total().add(moved.amount()), before.moves() + 1, position)
        : new Sum(account, BigDecimal.ZERO, 0, position);
  }

  /** Appends some of one to three events, which occur in any order. */
  static void append(EventStore store, int appends, Random random) {
    for (int i = 0; i < appends; i++) {
      List<EventData> events = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        Instant at = NOON.plusSeconds(random.nextInt(100));
        events.add(CODEC.encode(event(random), Metadata.empty(), at));
      }
      StreamId stream =
          new StreamId(random.nextInt(6) == 0 ? "other" : "account", "a" + random.nextInt(4));
      store.append(stream, ExpectedVersion.any(), events);
    }
  }

  private static Accounts.Event event(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new Opened("Ann");
      case 1 -> new Opened("again");
      case 2 -> new Opened("ghost");
      case 3, 4 -> new Closed(Optional.empty());
      default -> new Moved(new BigDecimal(random.nextInt(5) - 2));
    };
  }

  /** Rows by the events that count, in the simplest way. */
  static SortedMap<String, Sum> folded(EventStore store, Predicate<RecordedEvent> counts) {
    return folded(store, counts, (account, revision) -> {});
  }

  static SortedMap<String, Sum> folded(
      EventStore store, Predicate<RecordedEvent> counts, BiConsumer<String, Revision> revisions) {
    SortedMap<String, Sum> rows = new TreeMap<>();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      events
          .filter(event -> event.stream().category().equals("account"))
          .filter(counts)
          .forEach(event -> fold(rows, event, revisions));
    }
    return rows;
  }

  private static void fold(
      SortedMap<String, Sum> rows, RecordedEvent event, BiConsumer<String, Revision> revisions) {
    String account = event.stream().key();
    Optional<Sum> before = Optional.ofNullable(rows.get(account));
    for (Accounts.Event change : changes(Accounts.CODEC.decode(event).get(0))) {
      Sum sum = after(rows.get(account), change, account, event.position());
      if (sum == null) {
        rows.remove(account);
      } else {
        rows.put(account, sum);
      }
    }
    Optional<Sum> after = Optional.ofNullable(rows.get(account));
    if (!before.equals(after)) {
      revisions.accept(account, new Revision(event.position(), before, after));
    }
  }
}
