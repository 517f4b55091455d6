package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Accounts.Mentioned;
import io.tidemark.projection.Notes.Note;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that look up the account that they watch, which events change, several rows at once; and a
 * fold of the test's own. The text begins with the account.
 */
public final class Watches {
  private Watches() {}

  public static Projection<String, Note> watching(
      String name, Projection<String, Balance> balances) {
    return watching(name, balances, position -> false);
  }

  /** The fold throws at these positions. */
  public static Projection<String, Note> watching(
      String name, Projection<String, Balance> balances, LongPredicate poison) {
    return Projection.named(name, Note.class, Note::key)
        .from("mention", Accounts.MENTIONS)
        .keyedByStream()
        .lookingUp(balances, (row, event, recorded) -> row == null ? null : watched(row))
        .fold(
            (row, found, event, recorded) -> {
              if (poison.test(recorded.position())) {
                throw new IllegalStateException("cannot take " + recorded.position());
              }
              return mentioned(row, (Mentioned) event, found.in(balances), recorded);
            })
        .from("account", Accounts.CODEC)
        .ofTypes("Moved", "Closed")
        .keyedByEach((event, recorded) -> touched(recorded))
        .lookingUp(balances, (row, key, event, recorded) -> row == null ? key : watched(row))
        .fold((row, key, found, event, recorded) -> moved(row, key, found.in(balances), recorded))
        .from("account", Accounts.CODEC)
        .ofTypes("Opened")
        .keyedByEach((event, recorded) -> List.of("opened", "t2"))
        .lookingUp(balances, (event, recorded) -> recorded.stream().key())
        .fold((row, key, found, event, recorded) -> opened(row, key, found.in(balances), recorded));
  }

  private static List<String> touched(RecordedEvent recorded) {
    return List.of("t0", "t1", recorded.stream().key());
  }

  private static String watched(Note row) {
    return row.text().substring(0, 2);
  }

  private static Note mentioned(
      @Nullable Note row, Mentioned event, Optional<Balance> found, RecordedEvent recorded) {
    return after(row, recorded.stream().key(), event.account(), found, recorded);
  }

  private static @Nullable Note moved(
      @Nullable Note row, String key, Optional<Balance> found, RecordedEvent recorded) {
    if (recorded.position() % 7 == 0 && key.equals("t1")) {
      return null;
    }
    String account = recorded.position() % 3 == 0 ? recorded.stream().key() : key;
    return after(row, key, account, found, recorded);
  }

  private static Note opened(
      @Nullable Note row, String key, Optional<Balance> found, RecordedEvent recorded) {
    return after(row, key, row == null ? "a0" : watched(row), found, recorded);
  }

  private static Note after(
      @Nullable Note row,
      String key,
      String account,
      Optional<Balance> found,
      RecordedEvent recorded) {
    String before = row == null ? "" : row.text().substring(2);
    String text = before + "|" + recorded.position() + ": " + Notes.part(found);
    return new Note(
        key,
        account + text.substring(Math.max(0, text.length() - 400)),
        row == null ? 1 : row.notes() + 1);
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
    for (RecordedEvent event : events) {
      Accounts.BALANCES.batch(List.of(event)).applyTo(balances);
      fold(rows, balances, event);
    }
    return rows;
  }

  private static void fold(
      Map<String, Note> rows, Map<String, Balance> balances, RecordedEvent event) {
    if (event.stream().category().equals("mention")) {
      String key = event.stream().key();
      Note row = rows.get(key);
      Optional<Balance> found =
          row == null ? Optional.empty() : Optional.ofNullable(balances.get(watched(row)));
      Mentioned mention = (Mentioned) Accounts.MENTIONS.decode(event).get(0);
      rows.put(key, mentioned(row, mention, found, event));
    } else if (event.type().equals("Opened")) {
      for (String key : List.of("opened", "t2")) {
        Optional<Balance> found = Optional.ofNullable(balances.get(event.stream().key()));
        rows.put(key, opened(rows.get(key), key, found, event));
      }
    } else if (event.stream().category().equals("account")) {
      for (String key : touched(event)) {
        Note row = rows.get(key);
        Optional<Balance> found =
            Optional.ofNullable(balances.get(row == null ? key : watched(row)));
        Note after = moved(row, key, found, event);
        if (after == null) {
          rows.remove(key);
        } else {
          rows.put(key, after);
        }
      }
    }
  }
}
