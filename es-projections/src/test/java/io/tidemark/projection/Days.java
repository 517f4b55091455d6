package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What moved on an account by days, which the positions of events stand for: a key of three. */
public final class Days {
  private static final int DAYS = 5;

  private Days() {}

  /** What a row is told apart by; of amounts, 1.0 and 1.00 are the same. */
  public record Key(String account, LocalDate day, BigDecimal rate) {}

  /** What moved, and through which events. */
  public record Day(
      String account, LocalDate day, BigDecimal rate, BigDecimal moved, long count, long digest) {
    static final Comparator<Day> ORDER =
        Comparator.comparing(Day::account).thenComparing(Day::day).thenComparing(Day::rate);

    public Key key() {
      return new Key(account, day, rate);
    }
  }

  public static Projection<Key, Day> named(String name) {
    return named(name, event -> false);
  }

  /** The same, whose fold refuses some events. */
  public static Projection<Key, Day> named(String name, Predicate<RecordedEvent> refused) {
    return Projection.named(name, Day.class, Key.class, Day::key)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> keyOf(recorded))
        .fold(
            (row, event, recorded) -> {
              if (refused.test(recorded)) {
                throw new IllegalStateException("cannot take " + recorded.position());
              }
              return after(row, event, recorded);
            });
  }

  /** The key is written in another way each time. */
  public static Key keyOf(RecordedEvent recorded) {
    BigDecimal rate =
        BigDecimal.valueOf(recorded.position() % 2).setScale((int) (recorded.position() % 3));
    return new Key(
        recorded.stream().key(), LocalDate.ofEpochDay(20_000 + recorded.position() % DAYS), rate);
  }

  private static @Nullable Day after(
      @Nullable Day row, Accounts.Event event, RecordedEvent recorded) {
    if (event instanceof Accounts.Closed) {
      return null;
    }
    Key key = keyOf(recorded);
    Day before =
        row == null ? new Day(key.account(), key.day(), key.rate(), BigDecimal.ZERO, 0, 7) : row;
    BigDecimal amount =
        event instanceof Accounts.Moved moved ? moved.amount() : BigDecimal.ZERO.setScale(1);
    return new Day(
        before.account,
        before.day,
        before.rate,
        before.moved.add(amount),
        before.count + 1,
        before.digest * 31 + recorded.position());
  }

  /** The rows that there are to be in their order, made without any projection. */
  public static List<Day> folded(List<RecordedEvent> events) {
    SortedMap<Day, Day> rows = new TreeMap<>(Day.ORDER);
    for (RecordedEvent recorded : events) {
      if (recorded.stream().category().equals("account")) {
        Key key = keyOf(recorded);
        Day place = new Day(key.account(), key.day(), key.rate(), BigDecimal.ZERO, 0, 0);
        Day before = rows.remove(place);
        Day after =
            after(before, Objects.requireNonNull(Accounts.CODEC.decode(recorded).get(0)), recorded);
        if (after != null) {
          rows.put(after, after);
        }
      }
    }
    return List.copyOf(rows.values());
  }
}
