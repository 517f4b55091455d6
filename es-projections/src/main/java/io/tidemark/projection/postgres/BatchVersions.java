package io.tidemark.projection.postgres;

import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.table.RowVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The versions of rows that a batch begins and ends, those in between too. Several changes of a row
 * by one event are one: nobody can ask for a moment within an event. Not thread-safe.
 */
final class BatchVersions<K, V> {
  private final Map<K, RowVersion<V>> before;
  private final Map<K, Optional<RowVersion<V>>> now = new LinkedHashMap<>();
  private final List<RowVersion<V>> over = new ArrayList<>();
  private final Map<K, Change<V>> byEvent = new LinkedHashMap<>();
  private long position;

  private BatchVersions(Map<K, RowVersion<V>> before) {
    this.before = before;
  }

  /**
   * Folds a batch on the rows that are there.
   *
   * @param steps told what each event does, in the order of the log
   */
  static <K, V> BatchVersions<K, V> of(
      Map<K, RowVersion<V>> before, ProjectionBatch<K, V> batch, Consumer<RowStep<K, V>> steps) {
    Map<K, V> rows = new HashMap<>();
    before.forEach((key, version) -> rows.put(key, version.row()));
    BatchVersions<K, V> versions = new BatchVersions<>(before);
    batch.fold(rows, steps.andThen(versions::add));
    versions.endOfEvent();
    return versions;
  }

  private void add(RowStep<K, V> step) {
    if (step.event().position() != position) {
      endOfEvent();
      position = step.event().position();
    }
    byEvent.merge(
        step.key(),
        new Change<>(step.before(), step.after()),
        (first, last) -> new Change<>(first.before(), last.after()));
  }

  private void endOfEvent() {
    byEvent.forEach(
        (key, change) -> {
          if (!change.before().equals(change.after())) {
            Optional<RowVersion<V>> known = now.get(key);
            (known != null ? known : Optional.ofNullable(before.get(key)))
                .filter(version -> version.validFrom() < position) // else a tick made it another
                .ifPresent(version -> over.add(version.until(position)));
            now.put(key, change.after().map(row -> RowVersion.since(row, position)));
          }
        });
    byEvent.clear();
  }

  /** Those that are over, in the order in which they ended. */
  List<RowVersion<V>> over() {
    return over;
  }

  /** Those that the batch began and did not end. */
  List<RowVersion<V>> open() {
    return now.values().stream().flatMap(Optional::stream).toList();
  }

  /** Keys of the rows that were there before the batch and are not there after it. */
  List<K> gone() {
    return now.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty() && before.containsKey(entry.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private record Change<V>(Optional<V> before, Optional<V> after) {}
}
