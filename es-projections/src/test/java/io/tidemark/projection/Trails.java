package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rows that tell whether every event of an account has changed them, once and in its order; the
 * fold refuses what a test wants it to.
 */
public final class Trails {
  private Trails() {}

  /**
   * What an account went through.
   *
   * @param digest of the positions of its events in their order
   */
  public record Trail(String account, long count, long digest) {
    static Trail after(Optional<Trail> before, String account, long position) {
      Trail from = before.orElse(new Trail(account, 0, 7));
      return new Trail(account, from.count + 1, from.digest * 31 + position);
    }
  }

  /** Keyed by the stream, and known to be. */
  public static Projection<String, Trail> byStream(String name, Predicate<RecordedEvent> refused) {
    return Projection.named(name, Trail.class, Trail::account)
        .from("account", Accounts.CODEC)
        .keyedByStream()
        .fold((row, event, recorded) -> fold(Optional.ofNullable(row), recorded, refused))
        .onFailure(FailurePolicy.PARK);
  }

  /** The same by other code, which reads an event of a formerly unknown type as two. */
  public static Projection<String, Trail> byStreamKnowingMore(String name) {
    return Projection.named(name, Trail.class, Trail::account)
        .from("account", new SplittingCodec())
        .keyedByStream()
        .fold((row, event, recorded) -> fold(Optional.ofNullable(row), recorded, nothing()))
        .onFailure(FailurePolicy.PARK);
  }

  /** Keyed by a value that is the same, of which is not known that it is. */
  public static Projection<String, Trail> byValue(String name, Predicate<RecordedEvent> refused) {
    return Projection.named(name, Trail.class, Trail::account)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold((row, event, recorded) -> fold(Optional.ofNullable(row), recorded, refused))
        .onFailure(FailurePolicy.PARK);
  }

  private static Trail fold(
      Optional<Trail> row, RecordedEvent recorded, Predicate<RecordedEvent> refused) {
    if (refused.test(recorded)) {
      throw new IllegalStateException("cannot take " + recorded.position());
    }
    return Trail.after(row, recorded.stream().key(), recorded.position());
  }

  /** The rows that there are to be, made without any projection. */
  public static List<Trail> expected(
      EventStore store, FailurePolicy policy, Predicate<RecordedEvent> refused) {
    Map<String, Trail> rows = new TreeMap<>();
    Set<String> waiting = new HashSet<>();
    try (Stream<RecordedEvent> events =
        store.readAll(LogQuery.all().categories(Set.of("account")))) {
      events.forEach(
          event -> {
            String key = event.stream().key();
            if (refused.test(event)) {
              waiting.add(key);
            }
            if (!refused.test(event) && (policy == FailurePolicy.SKIP || !waiting.contains(key))) {
              rows.put(key, Trail.after(Optional.ofNullable(rows.get(key)), key, event.position()));
            }
          });
    }
    return List.copyOf(rows.values());
  }

  /** Appends one event on each of some accounts, again and again; an account has many. */
  public static void append(EventStore store, int accounts, int events) {
    for (int i = 0; i < events; i++) {
      move(store, "a" + i % accounts);
    }
  }

  /** Appends one event; gives its position. */
  public static long move(EventStore store, String account) {
    return Accounts.append(
        store, new StreamId("account", account), new Accounts.Moved(BigDecimal.ONE));
  }

  /** Some positions of a log, by chance. */
  public static Set<Long> some(long head, int perThousand, long seed) {
    Random random = new Random(seed);
    Set<Long> positions = new HashSet<>();
    for (long position = 1; position <= head; position++) {
      if (random.nextInt(1_000) < perThousand) {
        positions.add(position);
      }
    }
    return positions;
  }

  /** Refuses the events at these positions. */
  public static Predicate<RecordedEvent> at(Set<Long> positions) {
    return event -> positions.contains(event.position());
  }

  /** Refuses nothing. */
  public static Predicate<RecordedEvent> nothing() {
    return event -> false;
  }
}
