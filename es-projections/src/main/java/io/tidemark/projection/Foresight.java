package io.tidemark.projection;

import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds the rows for a try, each by itself, to see what their folds look at. Where one stands still
 * for want of an answer, the answers for its later changes are asked for too, by a guess: that the
 * row gives the same keys then. So keys that seldom change cost few questions, and keys that always
 * do no more than three times as many answers as there are changes. Not thread-safe.
 */
final class Foresight<K, V> {
  private final Projection<K, V> projection;
  private final FailurePolicy policy;
  private final LookedUp.Reader reader;
  private final List<Walk> walks = new ArrayList<>();

  /**
   * Of a batch.
   *
   * @param before the rows there are before it
   */
  Foresight(
      Projection<K, V> projection,
      FailurePolicy policy,
      LookedUp.Reader reader,
      List<RowChange<K, V>> batch,
      Map<K, V> before) {
    this.projection = projection;
    this.policy = policy;
    this.reader = reader;
    Map<K, List<RowChange<K, V>>> byRow = new LinkedHashMap<>();
    for (RowChange<K, V> change : batch) {
      byRow.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(change);
    }
    byRow.forEach(
        (key, changes) -> {
          if (changes.stream().anyMatch(change -> change.lookUps().hangOnRow())) {
            walks.add(new Walk(changes, before.get(key)));
          }
        });
  }

  /** Looks up all that it can foresee. */
  void run() {
    while (!walks.isEmpty()) {
      List<LookedUp.Request<?, ?>> unanswered = new ArrayList<>();
      walks.removeIf(walk -> !walk.standsStill(unanswered));
      if (!unanswered.isEmpty()) {
        reader.answer(unanswered);
      }
    }
  }

  /** One row on its way through its changes. */
  private final class Walk {
    private final List<RowChange<K, V>> changes;
    private @Nullable V row;
    private int next;
    private boolean hasGuessed;

    Walk(List<RowChange<K, V>> changes, @Nullable V row) {
      this.changes = changes;
      this.row = row;
    }

    /** Goes on as far as there are answers; false once it has come to its end. */
    boolean standsStill(List<LookedUp.Request<?, ?>> unanswered) {
      int from = next;
      for (; next < changes.size(); next++) {
        RowChange<K, V> change = changes.get(next);
        try {
          if (!change.unanswered(projection.name(), row).isEmpty()) {
            guess(hasGuessed ? 2 * (next - from) : changes.size(), unanswered);
            return true;
          }
          row = change.after(projection, row);
        } catch (EventHandlingException e) {
          if (policy != FailurePolicy.SKIP) {
            return false; // the fold says so, if it comes to that
          }
        }
      }
      return false;
    }

    private void guess(int most, List<LookedUp.Request<?, ?>> unanswered) {
      hasGuessed = true;
      int end = Math.min(changes.size(), next + Math.max(1, most));
      for (RowChange<K, V> change : changes.subList(next, end)) {
        try {
          unanswered.addAll(change.unanswered(projection.name(), row));
        } catch (EventHandlingException e) {
          return; // a row that is another one by then may give a key
        }
      }
    }
  }
}
