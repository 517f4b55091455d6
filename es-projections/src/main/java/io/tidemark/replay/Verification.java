package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ReadModelTable;
import io.tidemark.projection.postgres.Slot;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares stored rows with a replay of the log up to their checkpoint. */
public final class Verification<V> {
  private static final int EXAMPLES = 10;

  private final ReadModelSchema readModels;
  private final Projection<?, V> projection;
  private final ReadModelTable<V> table;
  private final StoredProjection<?, V> target;

  public Verification(ReadModelSchema readModels, Projection<?, V> projection) {
    this.readModels = readModels;
    this.projection = projection;
    this.table = readModels.table(projection, Slot.LIVE);
    this.target = new StoredProjection<>(readModels, projection, Slot.LIVE);
  }

  public VerificationReport run() {
    target.open();
    Stored<V> stored = readModels.jdbc().inSnapshot(this::stored);
    stored.checkpoint().checkpoint().requireSameLog(projection.name(), readModels.store());
    long position = stored.checkpoint().position();
    SortedMap<Object, V> expected =
        LiveProjection.fold(projection, readModels.store(), AsOf.position(position));
    List<RowDifference> differences = differences(expected, stored.rows());
    return new VerificationReport(
        projection.name(),
        position,
        expected.size(),
        differences.size(),
        differences.stream().limit(EXAMPLES).toList());
  }

  /**
   * The lock comes before the snapshot: else a rebuild could switch in between, and this would read
   * the checkpoint of the old rows beside the new ones.
   */
  private Stored<V> stored(Session session) {
    session.update("lock table %s in access share mode".formatted(table.qualifiedName()));
    StoredCheckpoint checkpoint =
        readModels.checkpoints().find(session, projection.name(), Slot.LIVE).orElseThrow();
    target.requireDefinition(checkpoint);
    Map<Object, V> rows = new HashMap<>();
    session.query(table.selectSql(), table::read).forEach(row -> rows.put(table.keyOf(row), row));
    return new Stored<>(checkpoint, rows);
  }

  private List<RowDifference> differences(SortedMap<Object, V> expected, Map<Object, V> actual) {
    TreeSet<Object> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    return keys.stream()
        .flatMap(
            key -> {
              Optional<Object> should = Optional.ofNullable(expected.get(key));
              Optional<Object> is = Optional.ofNullable(actual.get(key));
              return should.equals(is)
                  ? Stream.empty()
                  : Stream.of(new RowDifference(key, should, is));
            })
        .toList();
  }

  private record Stored<V>(StoredCheckpoint checkpoint, Map<Object, V> rows) {}
}
