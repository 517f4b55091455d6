package io.tidemark.replay.compare;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.StoredJson;
import io.tidemark.projection.tick.Tick;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.replay.build.EventEdit;
import io.tidemark.replay.compare.RowMerge.Differing;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells of rows that differ from which event on, by reading the log once more; memory holds these
 * few rows and some events.
 */
public final class DifferenceFinder<K, V> {
  private static final int BATCH_SIZE = 2_000;

  private final EventStore store;
  private final List<Tick> ticks;
  private final Projection<K, V> projection;
  private final List<Differing<K>> examples;
  private final List<String> compared;
  private final LogPlace upTo;

  /**
   * @param compared names of the components that are, the key first
   * @param upTo place through which to read
   */
  DifferenceFinder(
      ReadModelSchema schema,
      Projection<K, V> projection,
      List<Differing<K>> examples,
      List<String> compared,
      LogPlace upTo) {
    this.store = schema.store();
    this.ticks = schema.ticks().between(projection.name(), 1, upTo.position());
    this.projection = projection;
    this.examples = examples;
    this.compared = compared;
    this.upTo = upTo;
  }

  /** Of serving rows against what the log makes of them with the code of today. */
  public FirstDifference<K> ofServing() {
    Map<K, Optional<List<@Nullable Object>>> serving = new HashMap<>();
    examples.forEach(
        example -> serving.put(example.key(), example.serving().map(StoredJson::values)));
    Set<K> agreeing = new HashSet<>(serving.keySet());
    agreeing.removeIf(key -> serving.getOrDefault(key, Optional.empty()).isPresent());
    FirstDifference<K> first = new FirstDifference<>(serving.keySet(), agreeing);
    Folded<K, V> folded = Folded.nothing(projection);
    forEachBatch(
        ReplayedEvents.query(projection, projection),
        batch ->
            folded.fold(
                ticked(batch.events(), batch),
                first,
                step ->
                    first.seen(
                        step.key(),
                        step.event().position(),
                        values(projection.rows(), step.after()).equals(serving.get(step.key())))));
    return first;
  }

  /**
   * Of rows by a changed log, or other code, against what the log as it is makes of them.
   *
   * @param base the code of the serving rows
   */
  public <B> FirstDifference<K> ofEdit(Projection<K, B> base, EventEdit edit) {
    Set<K> keys = examples.stream().map(Differing::key).collect(Collectors.toSet());
    FirstDifference<K> first = new FirstDifference<>(keys, keys);
    Folded<K, V> folded = Folded.nothing(projection);
    Folded<K, B> unchanged = Folded.nothing(base);
    forEachBatch(
        ReplayedEvents.query(projection, base),
        batch -> {
          Map<Long, List<RecordedEvent>> edited = byPosition(ticked(edit.events(batch), batch));
          Map<Long, List<RecordedEvent>> original = byPosition(ticked(batch.events(), batch));
          Set<Long> positions = new TreeSet<>(edited.keySet());
          positions.addAll(original.keySet());
          for (long position : positions) {
            Set<K> touched = new HashSet<>();
            folded.fold(
                edited.getOrDefault(position, List.of()), first, step -> touched.add(step.key()));
            unchanged.fold(
                original.getOrDefault(position, List.of()), first, step -> touched.add(step.key()));
            for (K key : touched) {
              first.seen(
                  key,
                  position,
                  values(projection.rows(), folded.row(key))
                      .equals(values(base.rows(), unchanged.row(key))));
            }
          }
        });
    return first;
  }

  /** With the ticks that came within a batch. */
  private List<RecordedEvent> ticked(List<RecordedEvent> events, EventBatch batch) {
    return Ticks.among(
        events,
        ticks.stream()
            .filter(
                tick ->
                    tick.position() > batch.after().position()
                        && tick.position() <= batch.upTo().position())
            .toList());
  }

  private static Map<Long, List<RecordedEvent>> byPosition(List<RecordedEvent> events) {
    return events.stream().collect(Collectors.groupingBy(RecordedEvent::position));
  }

  /** Rows as far as they were folded, and those of them that wait. */
  private record Folded<K, V>(ReplayedEvents<K, V> replayed, Map<K, V> rows, Set<K> waiting) {
    static <K, V> Folded<K, V> nothing(Projection<K, V> projection) {
      return new Folded<>(new ReplayedEvents<>(projection), new HashMap<>(), new HashSet<>());
    }

    void fold(List<RecordedEvent> events, FirstDifference<K> first, Consumer<RowStep<K, V>> steps) {
      replayed.batch(events).keeping(first::concerns, -1).applyTo(rows, waiting, steps);
      replayed.accept();
    }

    Optional<V> row(K key) {
      return Optional.ofNullable(rows.get(key));
    }
  }

  private <R> Optional<List<@Nullable Object>> values(RowType<R> type, Optional<R> row) {
    return row.map(
        present -> {
          @Nullable Object[] all = type.values(present);
          List<@Nullable Object> some = new ArrayList<>();
          for (String name : compared) {
            int index = names(type).indexOf(name);
            some.add(index < 0 ? null : all[index]);
          }
          return some;
        });
  }

  private static List<String> names(RowType<?> type) {
    return type.components().stream().map(RowComponent::name).toList();
  }

  private void forEachBatch(LogQuery all, Consumer<EventBatch> work) {
    LogQuery query = all.until(AsOf.position(upTo.position()));
    LogPlace at = LogPlace.start();
    try (Stream<RecordedEvent> events = store.readAll(query)) {
      Iterator<RecordedEvent> rest = events.iterator();
      do {
        List<RecordedEvent> some = new ArrayList<>();
        while (some.size() < BATCH_SIZE && rest.hasNext()) {
          some.add(rest.next());
        }
        LogPlace to = rest.hasNext() ? LogPlace.of(some.get(some.size() - 1)) : upTo;
        work.accept(new EventBatch(at, some, to));
        at = to;
      } while (rest.hasNext());
    }
  }
}
