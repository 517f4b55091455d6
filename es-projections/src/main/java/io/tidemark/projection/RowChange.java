package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.row.KeyType;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the row it changes.
 *
 * @param ordinal which of the changes that this event makes, from 0 on; less if that is not known,
 *     because it could not be decoded
 * @param lookUps what the fold looks at beside the row
 */
record RowChange<K, V>(
    K key, RecordedEvent recorded, int ordinal, LookUps<V> lookUps, Fold<V> fold) {
  private static final int NOT_DECODED = -1;

  /** One of which nothing is known but the row. */
  static <K, V> RowChange<K, V> notDecoded(
      K key, RecordedEvent recorded, EventHandlingException error) {
    return new RowChange<>(
        key,
        recorded,
        NOT_DECODED,
        LookUps.none(),
        (row, found) -> {
          throw error;
        });
  }

  /** What it adds to a tally as long as it cannot be decoded. */
  static EventTally tallyOfNotDecoded(RecordedEvent recorded) {
    return EventTally.NONE.plus(recorded, NOT_DECODED);
  }

  /** Whether it could be decoded. */
  boolean isDecoded() {
    return ordinal > NOT_DECODED;
  }

  /** Refuses a row whose components say another key. */
  private void requireKey(KeyType<K> type, V row) {
    if (!type.isOf(key, row)) {
      requireKey(type.ofRow(row));
    }
  }

  /** Refuses a row that has another key. */
  private void requireKey(K actual) {
    if (!key.equals(actual)) {
      throw new IllegalStateException(
          "Wrong key in row: expected %s, actual %s".formatted(key, actual));
    }
  }

  /**
   * What the fold looks at beside a row, as far as it is not known yet.
   *
   * @throws EventHandlingException if the definition gives no key of it
   */
  List<LookedUp.Request<?, ?>> unanswered(String projection, @Nullable V row) {
    try {
      return lookUps.unanswered(row);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new EventHandlingException(projection, recorded, e);
    }
  }

  /** What becomes of the row. */
  @FunctionalInterface
  interface Fold<V> {
    /**
     * The row after the event.
     *
     * @param found what it looks at
     */
    @Nullable V after(@Nullable V row, LookedUp found);
  }

  /**
   * The row after the event, as it will be read back, by what was found for the row as it is. An
   * Error of these is a bug in the fold, which must stop this projection and nothing else.
   *
   * @throws EventHandlingException if the fold throws, or gives a row that cannot be
   */
  @Nullable V after(Projection<K, V> projection, @Nullable V row) {
    try {
      V folded = fold.after(row, lookUps.found);
      if (folded == null || folded == row) {
        return folded;
      }
      V stored = projection.rows().stored(folded, row);
      requireKey(projection.key(), stored);
      requireKey(projection.keyOf(stored));
      return stored;
    } catch (EventHandlingException e) {
      throw e; // it could not be decoded
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new EventHandlingException(projection.name(), recorded, e);
    }
  }

  /**
   * The look-ups of one change. The key of some is known with the event, and that of others with
   * the row only. Not thread-safe.
   */
  static final class LookUps<V> {
    private static final LookUps<?> NONE = new LookUps<>(List.of(), List.of());

    private final List<LookedUp.Request<?, ?>> ofEvent;
    private final List<OfRow<V, ?, ?>> ofRow;
    private LookedUp found;

    LookUps(List<LookedUp.Request<?, ?>> ofEvent, List<OfRow<V, ?, ?>> ofRow) {
      this.ofEvent = ofEvent;
      this.ofRow = ofRow;
      this.found = ofEvent.isEmpty() ? LookedUp.NOTHING : new LookedUp(ofEvent);
    }

    @SuppressWarnings("unchecked") // it never has a row
    static <V> LookUps<V> none() {
      return (LookUps<V>) NONE;
    }

    /** Those that are known with the event. */
    List<LookedUp.Request<?, ?>> ofEvent() {
      return ofEvent;
    }

    /** Whether others hang on the row. */
    boolean hangOnRow() {
      return !ofRow.isEmpty();
    }

    private List<LookedUp.Request<?, ?>> unanswered(@Nullable V row) {
      if (ofRow.isEmpty()) {
        return List.of();
      }
      List<LookedUp.Request<?, ?>> all = new ArrayList<>(ofEvent);
      ofRow.forEach(each -> all.add(each.of(row)));
      found = new LookedUp(all);
      return all.stream().filter(LookedUp.Request::isOpen).toList();
    }
  }

  /** One look-up of which the key hangs on the row; knows the answers of all keys it was asked. */
  static final class OfRow<V, L, R> {
    private final Projection<L, R> readModel;
    private final Function<@Nullable V, @Nullable L> keys;
    private final RecordedEvent event;
    private final Map<Optional<L>, LookedUp.Request<L, R>> asked = new HashMap<>();

    OfRow(
        Projection<L, R> readModel, Function<@Nullable V, @Nullable L> keys, RecordedEvent event) {
      this.readModel = readModel;
      this.keys = keys;
      this.event = event;
    }

    LookedUp.Request<L, R> of(@Nullable V row) {
      LookedUp.Request<L, R> request = LookedUp.Request.after(event, readModel, keys.apply(row));
      return asked.computeIfAbsent(request.key(), first -> request);
    }
  }

  /** Numbers the changes of one event. */
  static final class Changes<K, V> {
    private final RecordedEvent recorded;
    private final Consumer<RowChange<K, V>> listener;
    private int ordinal;

    Changes(RecordedEvent recorded, Consumer<RowChange<K, V>> listener) {
      this.recorded = recorded;
      this.listener = listener;
    }

    void add(K key, RowChange.LookUps<V> lookUps, RowChange.Fold<V> fold) {
      listener.accept(new RowChange<>(key, recorded, ordinal++, lookUps, fold));
    }
  }
}
