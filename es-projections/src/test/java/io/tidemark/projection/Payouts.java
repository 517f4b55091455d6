package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events that change several rows each, and a fold of the test's own. */
public final class Payouts {
  public static final EventCodec<Payout> CODEC = JacksonEventCodec.ofSealed(Payout.class);

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Payouts() {}

  public sealed interface Payout {}

  /** Each of these accounts gets the amount, once however often it is named. */
  public record Paid(List<String> accounts, int amount) implements Payout {}

  /** These accounts are gone. */
  public record Dropped(List<String> accounts) implements Payout {}

  /** The amounts are not only added, so that their order shows. */
  public record Share(String account, long total, int payouts, long last) {}

  public static Projection<String, Share> shares(String name) {
    return shares(name, position -> false);
  }

  /** The fold throws for account a1 at these positions. */
  public static Projection<String, Share> shares(String name, LongPredicate poisonOfA1) {
    return Projection.named(name, Share.class, Share::account)
        .from("payout", CODEC)
        .keyedByEach((event, recorded) -> accounts(event))
        .fold(
            (row, key, event, recorded) -> {
              if (key.equals("a1") && poisonOfA1.test(recorded.position())) {
                throw new IllegalStateException("cannot take " + recorded.position());
              }
              return after(row, key, event, recorded.position());
            });
  }

  public static List<String> accounts(Payout event) {
    return event instanceof Paid paid ? paid.accounts() : ((Dropped) event).accounts();
  }

  private static @Nullable Share after(
      @Nullable Share row, String account, Payout event, long position) {
    if (!(event instanceof Paid paid)) {
      return null;
    }
    Share before = row == null ? new Share(account, 1, 0, 0) : row;
    return new Share(
        account, (before.total() * 31 + paid.amount()) % 1_000_003, before.payouts() + 1, position);
  }

  public static long pay(EventStore store, int amount, String... accounts) {
    return append(store, new Paid(List.of(accounts), amount));
  }

  static long append(EventStore store, Payout event) {
    EventData data = CODEC.encode(event, Metadata.empty(), NOON);
    return store
        .append(StreamId.of("payout", "p1"), ExpectedVersion.any(), List.of(data))
        .lastPosition();
  }

  /** Up to four of six accounts each time, some twice, none now and then. */
  public static void history(EventStore store, int events, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      List<String> accounts = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        accounts.add("a" + random.nextInt(6));
      }
      append(
          store,
          random.nextInt(8) == 0 ? new Dropped(accounts) : new Paid(accounts, random.nextInt(100)));
    }
  }

  /** What one event made of one row, worked out by the test. */
  public record Revision(long position, Optional<Share> before, Optional<Share> after) {}

  /** The rows after a position, in the simplest way. */
  public static Map<String, Share> folded(EventStore store, long position) {
    Map<String, Share> rows = new TreeMap<>();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      events
          .filter(event -> event.stream().category().equals("payout"))
          .filter(event -> event.position() <= position)
          .forEach(event -> fold(rows, event));
    }
    return rows;
  }

  /** What became of one row, the newest first. */
  public static List<Revision> revisions(EventStore store, String account) {
    List<Revision> revisions = new ArrayList<>();
    Map<String, Share> rows = new TreeMap<>();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      events
          .filter(event -> event.stream().category().equals("payout"))
          .forEach(
              event -> {
                Optional<Share> before = Optional.ofNullable(rows.get(account));
                fold(rows, event);
                Optional<Share> after = Optional.ofNullable(rows.get(account));
                if (!before.equals(after)) {
                  revisions.add(0, new Revision(event.position(), before, after));
                }
              });
    }
    return revisions;
  }

  private static void fold(Map<String, Share> rows, RecordedEvent recorded) {
    Payout event = CODEC.decode(recorded).get(0);
    for (String account : new LinkedHashSet<>(accounts(event))) {
      Share after = after(rows.get(account), account, event, recorded.position());
      if (after == null) {
        rows.remove(account);
      } else {
        rows.put(account, after);
      }
    }
  }
}
