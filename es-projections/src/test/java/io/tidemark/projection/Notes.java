package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Accounts.Mentioned;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that tell what was found in another read model, and a fold of the test's own. */
public final class Notes {
  private Notes() {}

  /** Of each event one part of the text, by which an answer of any other moment shows. */
  public record Note(String key, String text, int notes) {}

  public static Projection<String, Balance> balances(String name) {
    return Accounts.balances(name).withHistory();
  }

  /** Made from mentions, and from some events that change the balances too. */
  public static Projection<String, Note> looking(
      String name, Projection<String, Balance> balances) {
    return looking(name, balances, position -> false);
  }

  /** The fold throws at these positions. */
  public static Projection<String, Note> looking(
      String name, Projection<String, Balance> balances, LongPredicate poison) {
    return Projection.named(name, Note.class, Note::key)
        .from("mention", Accounts.MENTIONS)
        .keyedBy((event, recorded) -> ((Mentioned) event).account())
        .lookingUp(balances, (event, recorded) -> ((Mentioned) event).account())
        .fold(
            (row, found, event, recorded) -> {
              if (poison.test(recorded.position())) {
                throw new IllegalStateException("cannot take " + recorded.position());
              }
              return after(row, ((Mentioned) event).account(), found.in(balances), recorded);
            })
        .from("account", Accounts.CODEC)
        .ofTypes("Moved", "Closed")
        .keyedBy((event, recorded) -> "of " + recorded.stream().key())
        .lookingUp(balances, (event, recorded) -> recorded.stream().key())
        .fold(
            (row, found, event, recorded) ->
                after(row, "of " + recorded.stream().key(), found.in(balances), recorded));
  }

  private static Note after(
      @Nullable Note row, String key, Optional<Balance> found, RecordedEvent recorded) {
    String part = part(found);
    String before = row == null ? "" : row.text();
    String text = before + "|" + recorded.position() + ": " + part;
    return new Note(
        key, text.substring(Math.max(0, text.length() - 400)), row == null ? 1 : row.notes() + 1);
  }

  static String part(Optional<Balance> found) {
    return found
        .map(
            balance ->
                balance.owner().orElse("?")
                    + " "
                    + balance.balance().stripTrailingZeros().toPlainString()
                    + " "
                    + balance.moves())
        .orElse("none");
  }

  public static void history(EventStore store, int events, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      String account = "a" + random.nextInt(4);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> Accounts.mention(store, "t" + random.nextInt(3), account);
        case 3 -> Accounts.append(store, account, new Accounts.Opened("Ann " + i));
        case 4 -> Accounts.append(store, account, new Accounts.Closed(Optional.empty()));
        default ->
            Accounts.append(
                store, account, new Accounts.Moved(BigDecimal.valueOf(random.nextInt(90))));
      }
    }
  }

  /** The rows after a position, in the simplest way. */
  public static Map<String, Note> folded(EventStore store, long position) {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      return folded(events.filter(event -> event.position() <= position).toList());
    }
  }

  /** The rows after some events. */
  public static Map<String, Note> folded(List<RecordedEvent> events) {
    Map<String, Balance> balances = new HashMap<>();
    Map<String, Note> rows = new TreeMap<>();
    events.forEach(event -> fold(rows, balances, event));
    return rows;
  }

  private static void fold(
      Map<String, Note> rows, Map<String, Balance> balances, RecordedEvent event) {
    Accounts.BALANCES.batch(List.of(event)).applyTo(balances);
    if (event.stream().category().equals("mention")) {
      String account = ((Mentioned) Accounts.MENTIONS.decode(event).get(0)).account();
      put(rows, account, balances.get(account), event);
    } else if (event.stream().category().equals("account") && !event.type().equals("Opened")) {
      String account = event.stream().key();
      put(rows, "of " + account, balances.get(account), event);
    }
  }

  private static void put(
      Map<String, Note> rows, String key, @Nullable Balance balance, RecordedEvent event) {
    rows.put(key, after(rows.get(key), key, Optional.ofNullable(balance), event));
  }
}
