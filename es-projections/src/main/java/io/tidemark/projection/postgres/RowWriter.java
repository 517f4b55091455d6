package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.table.ReadModelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings the rows of one table up to date with events, in the transaction that moves their
 * checkpoint: loads the rows of a batch once, folds, and writes what changed. Thread-safe.
 */
final class RowWriter<K, V> {
  private final ReadModelTable<K, V> table;
  private final boolean history;

  RowWriter(ReadModelTable<K, V> table, boolean history) {
    this.table = table;
    this.history = history;
  }

  /**
   * In four statements, unless there are very many rows.
   *
   * @param steps told what each event does, in the order of the log
   */
  void write(Session session, ProjectionBatch<K, V> batch, Consumer<RowStep<K, V>> steps) {
    if (history) {
      writeVersions(session, batch, steps);
    } else {
      writeRows(session, batch, steps);
    }
  }

  private void writeVersions(
      Session session, ProjectionBatch<K, V> batch, Consumer<RowStep<K, V>> steps) {
    BatchVersions<K, V> versions =
        BatchVersions.of(table.loadVersions(session, batch.keys()), batch, steps);
    table.history().insert(session, versions.over());
    table.delete(session, versions.gone());
    table.upsertVersions(session, versions.open());
  }

  private void writeRows(
      Session session, ProjectionBatch<K, V> batch, Consumer<RowStep<K, V>> steps) {
    Map<K, V> before = table.load(session, batch.keys());
    List<V> fresh = new ArrayList<>();
    List<V> changed = new ArrayList<>();
    List<K> gone = new ArrayList<>();
    batch
        .fold(before, steps)
        .forEach(
            (key, row) -> {
              if (row.isEmpty() && before.containsKey(key)) {
                gone.add(key);
              } else if (row.isPresent() && !before.containsKey(key)) {
                fresh.add(row.get());
              } else if (row.isPresent() && !row.get().equals(before.get(key))) {
                changed.add(row.get());
              }
            });
    table.delete(session, gone); // first, so that others may have what was theirs alone
    table.upsert(session, changed);
    table.insert(session, fresh);
  }
}
