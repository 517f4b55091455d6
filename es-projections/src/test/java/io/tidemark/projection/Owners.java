package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.projection.Accounts.Closed;
import io.tidemark.projection.Accounts.Event;
import io.tidemark.projection.Accounts.Mentioned;
import io.tidemark.projection.Accounts.Moved;
import io.tidemark.projection.Accounts.Opened;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain of three: accounts with owners, who change; totals by owner, which vanish with their last
 * account; and how many owners have so many accounts. And a fold of the test's own.
 */
public final class Owners {
  /** Reads one event in two, between which nobody may look. */
  public static final EventCodec<Event> CODEC = new SplittingCodec();

  public static final Projection<String, Held> HELD = held("held");
  public static final Projection<String, Total> TOTALS = totals("totals", HELD);

  private Owners() {}

  public record Held(String account, String owner, long balance) {}

  /** The trail tells each change and their order. */
  public record Total(String owner, long total, int accounts, String trail) {}

  public record Size(long accounts, int owners, String trail) {}

  /** An event of a mention changes two rows, and some events change none. */
  public static Projection<String, Held> held(String name) {
    return Projection.named(name, Held.class, Held::account)
        .from("account", CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold((row, event, recorded) -> held(row, recorded.stream().key(), event))
        .from("mention", Accounts.MENTIONS)
        .keyedByEach((event, recorded) -> mentioned((Mentioned) event))
        .fold((row, key, event, recorded) -> held(row, key, (Mentioned) event))
        .withHistory();
  }

  private static @Nullable Held held(@Nullable Held row, String account, Event event) {
    if (event instanceof Opened opened) {
      return new Held(account, opened.owner(), row == null ? 0 : row.balance());
    }
    return row == null || event instanceof Closed
        ? null
        : new Held(account, row.owner(), row.balance() + ((Moved) event).amount().longValueExact());
  }

  private static List<String> mentioned(Mentioned event) {
    return List.of(event.account(), "a0");
  }

  private static @Nullable Held held(@Nullable Held row, String key, Mentioned event) {
    if (row == null || event.account().equals("a0")) {
      return row;
    }
    return new Held(key, row.owner(), row.balance() + (key.equals("a0") ? 1 : -1));
  }

  public static Projection<String, Total> totals(String name, Projection<String, Held> held) {
    return totals(name, held, position -> false);
  }

  /** The fold throws at these positions. */
  public static Projection<String, Total> totals(
      String name, Projection<String, Held> held, LongPredicate poison) {
    return Projection.named(name, Total.class, Total::owner)
        .fromChangesOf(held)
        .keyedByEach((step, recorded) -> both(step, Held::owner))
        .fold(
            (row, owner, step, recorded) -> {
              if (poison.test(recorded.position())) {
                throw new IllegalStateException("cannot take " + recorded.position());
              }
              return total(row, owner, step);
            });
  }

  public static Projection<Long, Size> sizes(String name, Projection<String, Total> totals) {
    return Projection.named(name, Size.class, Size::accounts)
        .fromChangesOf(totals)
        .keyedByEach((step, recorded) -> both(step, total -> (long) total.accounts()))
        .fold((row, accounts, step, recorded) -> size(row, accounts, step));
  }

  private static <K, L, R> Set<K> both(RowStep<L, R> step, Function<R, K> key) {
    Set<K> keys = new LinkedHashSet<>();
    step.before().map(key).ifPresent(keys::add);
    step.after().map(key).ifPresent(keys::add);
    return keys;
  }

  private static @Nullable Total total(
      @Nullable Total row, String owner, RowStep<String, Held> step) {
    Total now = row == null ? new Total(owner, 0, 0, "") : row;
    Optional<Held> lost = step.before().filter(held -> held.owner().equals(owner));
    Optional<Held> won = step.after().filter(held -> held.owner().equals(owner));
    int accounts = now.accounts() + (won.isPresent() ? 1 : 0) - (lost.isPresent() ? 1 : 0);
    long balance =
        now.total() + won.map(Held::balance).orElse(0L) - lost.map(Held::balance).orElse(0L);
    return accounts == 0
        ? null
        : new Total(owner, balance, accounts, trail(now.trail(), step, step.key() + balance));
  }

  private static @Nullable Size size(
      @Nullable Size row, long accounts, RowStep<String, Total> step) {
    Size now = row == null ? new Size(accounts, 0, "") : row;
    boolean was = step.before().filter(total -> total.accounts() == accounts).isPresent();
    boolean is = step.after().filter(total -> total.accounts() == accounts).isPresent();
    int owners = now.owners() + (is ? 1 : 0) - (was ? 1 : 0);
    return owners == 0
        ? null
        : new Size(
            accounts,
            owners,
            trail(now.trail(), step, step.key() + step.after().map(Total::total).orElse(-1L)));
  }

  private static String trail(String before, RowStep<?, ?> step, String what) {
    String text = before + "|" + step.event().position() + ": " + what;
    return text.substring(Math.max(0, text.length() - 300));
  }

  public static void history(EventStore store, int events, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      String account = "a" + random.nextInt(5);
      switch (random.nextInt(10)) {
        case 0, 1 -> Accounts.mention(store, "t" + random.nextInt(3), account);
        case 2, 3, 4 -> Accounts.append(store, account, new Opened("owner " + random.nextInt(3)));
        case 5 -> Accounts.append(store, account, new Closed(Optional.empty()));
        case 6 -> Accounts.appendUnknown(store, account);
        default ->
            Accounts.append(store, account, new Moved(BigDecimal.valueOf(random.nextInt(9))));
      }
    }
  }

  /** All rows after a position, in the simplest way. */
  public static Folded folded(EventStore store, long position) {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      return folded(events.filter(event -> event.position() <= position).toList());
    }
  }

  /** All rows after some events. */
  public static Folded folded(List<RecordedEvent> events) {
    Folded folded = new Folded(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    events.forEach(folded::add);
    return folded;
  }

  /** Rows in the order of their keys. */
  public record Folded(Map<String, Held> held, Map<String, Total> totals, Map<Long, Size> sizes) {
    private void add(RecordedEvent event) {
      Map<String, Held> heldBefore = new HashMap<>(held);
      Set<String> accounts = new LinkedHashSet<>();
      if (event.stream().category().equals("account")) {
        accounts.add(event.stream().key());
        for (Event each : CODEC.decode(event)) {
          String account = event.stream().key();
          put(held, account, Owners.held(held.get(account), account, each));
        }
      } else {
        Mentioned mention = (Mentioned) Accounts.MENTIONS.decode(event).get(0);
        accounts.addAll(mentioned(mention));
        accounts.forEach(key -> put(held, key, Owners.held(held.get(key), key, mention)));
      }
      Map<String, Total> totalsBefore = new HashMap<>(totals);
      Set<String> owners = new LinkedHashSet<>();
      for (RowStep<String, Held> step : steps(event, accounts, heldBefore, held)) {
        for (String owner : both(step, Held::owner)) {
          put(totals, owner, total(totals.get(owner), owner, step));
          owners.add(owner);
        }
      }
      for (RowStep<String, Total> step : steps(event, owners, totalsBefore, totals)) {
        for (Long size : both(step, total -> (long) total.accounts())) {
          put(sizes, size, size(sizes.get(size), size, step));
        }
      }
    }

    private static <K, V> void put(Map<K, V> rows, K key, @Nullable V row) {
      if (row == null) {
        rows.remove(key);
      } else {
        rows.put(key, row);
      }
    }

    private static <K, V> List<RowStep<K, V>> steps(
        RecordedEvent event, Set<K> keys, Map<K, V> before, Map<K, V> after) {
      List<RowStep<K, V>> steps = new ArrayList<>();
      for (K key : keys) {
        Optional<V> was = Optional.ofNullable(before.get(key));
        Optional<V> is = Optional.ofNullable(after.get(key));
        if (!was.equals(is)) {
          steps.add(new RowStep<>(key, event, was, is));
        }
      }
      return steps;
    }
  }
}
