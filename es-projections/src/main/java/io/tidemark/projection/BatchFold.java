package io.tidemark.projection;

import io.tidemark.RetryableException;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows through the changes of a batch, and puts aside what they refuse. An event changes a
 * row as a whole or not at all. Not thread-safe.
 */
final class BatchFold<K, V> {
  private final Projection<K, V> projection;
  private final FailurePolicy policy;
  private final Map<K, V> before;
  private final Set<K> waiting;
  private final LookedUp.Reader reader;
  private final Consumer<RowStep<K, V>> steps;
  private final Map<K, Optional<V>> rows = new LinkedHashMap<>();
  private final List<PutAside<K>> aside = new ArrayList<>();

  /**
   * Begins with these rows.
   *
   * @param waiting keys that wait already
   * @param reader answers what was not foreseen
   */
  BatchFold(
      Projection<K, V> projection,
      FailurePolicy policy,
      Map<K, V> before,
      Set<K> waiting,
      LookedUp.Reader reader,
      Consumer<RowStep<K, V>> steps) {
    this.projection = projection;
    this.policy = policy;
    this.before = before;
    this.waiting = new HashSet<>(waiting);
    this.reader = reader;
    this.steps = steps;
  }

  /** Each key that was changed, with its row now. */
  Map<K, Optional<V>> rows() {
    return rows;
  }

  /** What was put aside, in the order of the changes. */
  List<PutAside<K>> aside() {
    return aside;
  }

  /** Goes through all of these, those of one event being next to each other. */
  void apply(List<RowChange<K, V>> changes) {
    int from = 0;
    while (from < changes.size()) {
      int to = endOfEvent(changes, from);
      if (to == from + 1) {
        applyOne(changes.get(from));
      } else {
        applyTogether(changes.subList(from, to));
      }
      from = to;
    }
  }

  private static <K, V> int endOfEvent(List<RowChange<K, V>> changes, int from) {
    long position = changes.get(from).recorded().position();
    int to = from + 1;
    while (to < changes.size() && changes.get(to).recorded().position() == position) {
      to++;
    }
    return to;
  }

  private void applyOne(RowChange<K, V> change) {
    if (waiting.contains(change.key())) {
      aside.add(putAside(change, Optional.empty(), true));
      return;
    }
    step(change, row(change.key())).ifPresent(this::keep);
  }

  /** None of its changes of a row is kept before it is clear that the row takes all of them. */
  private void applyTogether(List<RowChange<K, V>> event) {
    Set<K> out = new HashSet<>();
    Map<K, Optional<V>> now = new LinkedHashMap<>();
    List<RowStep<K, V>> done = new ArrayList<>();
    for (RowChange<K, V> change : event) {
      K key = change.key();
      if (out.contains(key)) {
        continue;
      }
      if (waiting.contains(key)) {
        aside.add(putAside(change, Optional.empty(), true));
        out.add(key);
        continue;
      }
      Optional<V> mine = now.get(key);
      Optional<RowStep<K, V>> step = step(change, mine != null ? mine : row(key));
      if (step.isPresent()) {
        now.put(key, step.get().after());
        done.add(step.get());
      } else {
        out.add(key);
      }
    }
    done.stream().filter(step -> !out.contains(step.key())).forEach(this::keep);
  }

  private Optional<V> row(K key) {
    Optional<V> known = rows.get(key);
    return known != null ? known : Optional.ofNullable(before.get(key));
  }

  /**
   * What becomes of a row; empty if it is refused. Only what the definition throws is a refusal,
   * and never what the reader does.
   */
  private Optional<RowStep<K, V>> step(RowChange<K, V> change, Optional<V> row) {
    @Nullable V before = row.orElse(null);
    List<LookedUp.Request<?, ?>> unanswered;
    try {
      unanswered = change.unanswered(projection.name(), before);
    } catch (EventHandlingException e) {
      refuse(change, e);
      return Optional.empty();
    }
    if (!unanswered.isEmpty()) {
      reader.answer(unanswered);
    }
    try {
      Optional<V> after = Optional.ofNullable(change.after(projection, before));
      return Optional.of(new RowStep<>(change.key(), change.recorded(), row, after));
    } catch (EventHandlingException e) {
      refuse(change, e);
      return Optional.empty();
    }
  }

  private void keep(RowStep<K, V> step) {
    rows.put(step.key(), step.after());
    steps.accept(step);
  }

  /** What may pass is no fault of the event. */
  private void refuse(RowChange<K, V> change, EventHandlingException error) {
    if (policy == FailurePolicy.STOP || error.getCause() instanceof RetryableException) {
      throw error;
    }
    boolean waits = policy == FailurePolicy.PARK;
    aside.add(putAside(change, Optional.of(String.valueOf(error.getMessage())), waits));
    if (waits) {
      waiting.add(change.key());
    }
  }

  private static <K> PutAside<K> putAside(
      RowChange<K, ?> change, Optional<String> error, boolean waits) {
    return new PutAside<>(change.key(), change.recorded(), error, waits, change.isDecoded());
  }
}
