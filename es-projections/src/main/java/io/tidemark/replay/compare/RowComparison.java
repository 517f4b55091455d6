package io.tidemark.replay.compare;

import static java.util.stream.Collectors.joining;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.table.Column;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.table.StoredJson;
import io.tidemark.replay.build.BuildListener;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.replay.compare.RowMerge.Differing;
import io.tidemark.store.LogPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that a builder makes with the serving ones, at one position. Takes two
 * connections, three if the serving rows are in shards, and memory for a page of either table.
 */
public final class RowComparison<K, V> {
  /** For whoever runs shards that this may not bring to one position. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final SlotBuilder<K, V> made;
  private final BuildListener listener;
  private final ServingShards<K, ?> shards;
  private final ReadModelTable<K, V> serving;

  /**
   * Of these rows.
   *
   * @param shards of the serving rows, by the code that is taken for theirs
   */
  public RowComparison(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      SlotBuilder<K, V> made,
      BuildListener listener,
      ServingShards<K, ?> shards) {
    this.schema = schema;
    this.projection = projection;
    this.made = made;
    this.listener = listener;
    this.shards = shards;
    this.serving = schema.table(projection, Slot.SERVING);
  }

  /** What was compared, and where. */
  public record Compared(ComparisonReport report, ShardCheckpoints serving) {}

  /**
   * Compares in one snapshot of the serving rows. The other ones are brought to the same position
   * while it stays open, so have them near it before.
   *
   * @param end where the other rows end; empty to bring them where the serving ones are
   * @param explaining how the examples came to differ
   */
  public Compared run(
      Session session,
      Optional<LogPlace> end,
      Function<DifferenceFinder<K, V>, FirstDifference<K>> explaining) {
    shards.prepare();
    return session.inTransaction(
        () -> {
          session.update("set transaction isolation level repeatable read");
          return compared(session, end, explaining);
        });
  }

  /**
   * The lock comes before the snapshot: else a switch could come in between, and this would read
   * the checkpoint of the old rows beside the new ones.
   */
  private Compared compared(
      Session session,
      Optional<LogPlace> end,
      Function<DifferenceFinder<K, V>, FirstDifference<K>> explaining) {
    serving.lock(session);
    ShardCheckpoints checkpoints =
        shards
            .whileLevel(
                PATIENCE, () -> schema.checkpoints().all(session, projection.name(), Slot.SERVING))
            .orElseThrow(() -> notLevel(shards.stored()));
    LogPlace place = end.orElseGet(() -> placeOf(checkpoints));
    made.see(session);
    try {
      made.to(place, listener);
    } finally {
      made.see(null);
    }
    List<Column> columns = serving.columnsThere(session);
    requireKey(columns);
    boolean same =
        columns.equals(serving.columns()) && serving.columnCount(session) == columns.size();
    RowMerge<K, V> merge = new RowMerge<>(projection);
    schema
        .jdbc()
        .inTransaction(
            other -> {
              merge.run(
                  made.rows().table().inOrder(other, columns), serving.inOrder(session, columns));
              return true;
            });
    List<String> names = columns.stream().map(column -> column.component().name()).toList();
    List<RowDifference> explained = new ArrayList<>();
    if (!merge.examples().isEmpty()) {
      FirstDifference<K> first = firstDifference(merge.examples(), names, place, explaining);
      merge.examples().forEach(example -> explained.add(difference(example, first, names, same)));
    }
    return new Compared(merge.report(place.position(), same, explained), checkpoints);
  }

  /** What a statement makes of single events nobody can say. */
  private FirstDifference<K> firstDifference(
      List<Differing<K>> examples,
      List<String> names,
      LogPlace place,
      Function<DifferenceFinder<K, V>, FirstDifference<K>> explaining) {
    return projection instanceof Projection<K, V> folded
        ? explaining.apply(new DifferenceFinder<>(schema, folded, examples, names, place))
        : new FirstDifference<>(Set.of(), Set.of());
  }

  private RowsAheadException notLevel(ShardCheckpoints stored) {
    return new RowsAheadException(
        projection.name(), stored.furthest().position(), stored.position());
  }

  private LogPlace placeOf(ShardCheckpoints checkpoints) {
    StoredCheckpoint whole = checkpoints.whole();
    whole.checkpoint().requireSameLog(projection.name(), schema.store());
    return whole.checkpoint().place();
  }

  private void requireKey(List<Column> columns) {
    List<Column> key = serving.key();
    if (columns.size() < key.size() || !columns.subList(0, key.size()).equals(key)) {
      throw new ProjectionChangedException(
          projection.name(),
          "a key in " + key.stream().map(Column::quotedName).collect(joining(", ")),
          "another key");
    }
  }

  private RowDifference difference(
      Differing<K> example, FirstDifference<K> first, List<String> names, boolean sameColumns) {
    boolean isInTextOnly =
        example.made().map(StoredJson::values).equals(example.serving().map(StoredJson::values));
    Function<List<@Nullable Object>, Object> shown =
        isInTextOnly
            ? values -> map(names, StoredJson.texts(values))
            : sameColumns
                ? values -> projection.rows().row(StoredJson.values(values).toArray())
                : values -> map(names, StoredJson.values(values));
    return new RowDifference(
        example.key(),
        example.made().map(shown),
        example.serving().map(shown),
        first.event(example.key()),
        first.isKnown(example.key()));
  }

  private static Object map(List<String> names, List<@Nullable Object> values) {
    Map<String, @Nullable Object> some = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      some.put(names.get(i), values.get(i));
    }
    return some;
  }
}
