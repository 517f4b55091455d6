package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.operator.Division;
import io.tidemark.projection.tick.Tick;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Some events on their way through a projection, decoded. Not thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ProjectionBatch<K, V> {
  private final Projection<K, V> projection;
  private final List<RowChange<K, V>> changes;
  private final FailurePolicy policy;
  private final Set<K> waiting;
  private final LookedUp.Reader reader;
  private boolean isForeseen;
  private List<PutAside<K>> aside = List.of();

  private ProjectionBatch(
      Projection<K, V> projection,
      List<RowChange<K, V>> changes,
      FailurePolicy policy,
      Set<K> waiting,
      LookedUp.Reader reader) {
    this.projection = projection;
    this.changes = changes;
    this.policy = policy;
    this.waiting = waiting;
    this.reader = reader;
  }

  static <K, V> ProjectionBatch<K, V> of(
      Projection<K, V> projection,
      List<RecordedEvent> events,
      Shard shard,
      LookedUp.Reader reader) {
    List<RowChange<K, V>> changes = new ArrayList<>(events.size());
    boolean areAllOwn =
        shard.isWhole()
            || projection.stages().filter(stages -> Division.isDivided(stages.plan())).isPresent();
    projection.changes(
        events,
        shard,
        reader,
        change -> {
          if (areAllOwn || shard.contains(projection.key().shardText(change.key()))) {
            changes.add(change);
          }
        });
    return answered(
        new ProjectionBatch<>(projection, changes, projection.failurePolicy(), Set.of(), reader));
  }

  private static <K, V> ProjectionBatch<K, V> answered(ProjectionBatch<K, V> batch) {
    List<LookedUp.Request<?, ?>> requests = new ArrayList<>();
    batch.changes.forEach(change -> requests.addAll(change.lookUps().ofEvent()));
    if (!requests.isEmpty()) {
      batch.reader.answer(requests);
    }
    return batch;
  }

  /**
   * What an event that was put aside does to its row by the code of today, before what its fold
   * looks at is known: that comes when it is {@linkplain #joined joined} with others.
   *
   * @param steps with those of the event
   * @param key of the row, as {@link Projection#keyText} gives it
   * @throws EventHandlingException if it still cannot be decoded, or changes only other rows now
   */
  public static <K, V> ProjectionBatch<K, V> redriven(
      Projection<K, V> projection, UpstreamSteps steps, RecordedEvent event, String key) {
    List<RowChange<K, V>> changes = new ArrayList<>();
    Set<String> others = new LinkedHashSet<>();
    projection.changes(
        event,
        steps,
        change -> {
          String actual = projection.keyText(change.key());
          if (actual.equals(key)) {
            changes.add(change);
          } else {
            others.add(actual);
          }
        });
    if (changes.isEmpty() && !others.isEmpty()) {
      throw new EventHandlingException(
          projection.name(),
          event,
          new IllegalStateException(
              "Event changes other rows than it did: expected key %s, actual %s; rebuild"
                  .formatted(key, others)));
    }
    return new ProjectionBatch<>(
        projection, changes, FailurePolicy.PARK, Set.of(), LookedUp.Reader.NONE);
  }

  /** These one after the other, of one projection; what one refuses is parked. */
  public static <K, V> ProjectionBatch<K, V> joined(
      Projection<K, V> projection, List<ProjectionBatch<K, V>> parts, LookedUp.Reader reader) {
    return answered(
        new ProjectionBatch<>(
            projection,
            parts.stream().flatMap(part -> part.changes.stream()).toList(),
            FailurePolicy.PARK,
            Set.of(),
            reader));
  }

  /** The same, of which the changes of rows with these keys are put aside untried. */
  public ProjectionBatch<K, V> withWaiting(Set<K> keys) {
    return part(changes, Set.copyOf(keys));
  }

  /** Whether it looks up rows whose keys come from its own rows. */
  public boolean looksUpByRow() {
    return changes.stream().anyMatch(change -> change.lookUps().hangOnRow());
  }

  /**
   * Looks up what the fold will look at, as far as that hangs on the rows: for all of them at once,
   * while nobody waits for it. What the fold looks at beyond that, because the rows are others
   * then, it looks up by itself, one by one.
   *
   * @param rows gives those that there are of some keys, by {@link Projection#keyOf}
   */
  public void foresee(Function<Set<K>, Map<K, V>> rows) {
    isForeseen = true;
    if (looksUpByRow()) {
      new Foresight<>(projection, policy, reader, changes, rows.apply(keys())).run();
    }
  }

  /** What the last fold has put aside, in the order of the log. */
  public List<PutAside<K>> putAside() {
    return aside;
  }

  /** How many changes of rows these events stand for, and which; not those of ticks. */
  public EventTally tally() {
    EventTally tally = EventTally.NONE;
    for (RowChange<K, V> change : changes) {
      if (!Tick.is(change.recorded())) {
        tally = tally.plus(change.recorded(), ordinal(change));
      }
    }
    return tally;
  }

  /** Of stages an event changes a key once, and a shard sees the changes of its own keys only. */
  private int ordinal(RowChange<K, V> change) {
    return projection.hasState()
        ? projection.keyText(change.key()).hashCode() & Integer.MAX_VALUE
        : change.ordinal();
  }

  /**
   * The part of it that changes rows with keys that meet a condition, by events after a position.
   */
  public ProjectionBatch<K, V> keeping(Predicate<K> keys, long afterPosition) {
    return part(
        changes.stream()
            .filter(
                change -> change.recorded().position() > afterPosition && keys.test(change.key()))
            .toList());
  }

  /** Its parts by shards of the keys, in their order. */
  public List<ProjectionBatch<K, V>> split(int shards) {
    if (shards == 1) {
      return List.of(this);
    }
    List<List<RowChange<K, V>>> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      parts.add(new ArrayList<>());
    }
    for (RowChange<K, V> change : changes) {
      parts.get(Shard.indexOf(projection.key().shardText(change.key()), shards)).add(change);
    }
    return parts.stream().map(this::part).toList();
  }

  /** The part of it that changes the row with this key, by {@link Projection#keyForm}. */
  public ProjectionBatch<K, V> only(K key) {
    return part(changes.stream().filter(change -> change.key().equals(key)).toList());
  }

  private ProjectionBatch<K, V> part(List<RowChange<K, V>> some) {
    return part(some, waiting);
  }

  private ProjectionBatch<K, V> part(List<RowChange<K, V>> some, Set<K> waitingThere) {
    ProjectionBatch<K, V> part =
        new ProjectionBatch<>(projection, some, policy, waitingThere, reader);
    part.isForeseen = isForeseen;
    return part;
  }

  /** Keys of the rows that these events change. */
  public Set<K> keys() {
    Set<K> keys = new LinkedHashSet<>();
    for (RowChange<K, V> change : changes) {
      keys.add(change.key());
    }
    return keys;
  }

  /**
   * What the events do to the rows.
   *
   * @param before the rows there are of {@link #keys}, by {@link Projection#keyOf}
   * @return each key with its row after the events; empty if there is none any more. Without those
   *     of which all changes were {@linkplain #putAside put aside}
   * @throws EventHandlingException if the fold refuses an event and the policy is to stop
   */
  public Map<K, Optional<V>> fold(Map<K, V> before) {
    return fold(before, step -> {});
  }

  /**
   * The same, step by step.
   *
   * @param steps told what each event does, in the order of the log
   */
  public Map<K, Optional<V>> fold(Map<K, V> before, Consumer<RowStep<K, V>> steps) {
    if (!isForeseen) {
      foresee(keys -> before);
    }
    BatchFold<K, V> fold = new BatchFold<>(projection, policy, before, waiting, reader, steps);
    fold.apply(changes);
    aside = List.copyOf(fold.aside());
    return fold.rows();
  }

  /**
   * Brings rows up to date with the events; all or, if it throws, nothing.
   *
   * @param rows by {@link Projection#keyOf}
   * @throws EventHandlingException if the fold refuses an event and the policy is to stop
   */
  public void applyTo(Map<K, V> rows) {
    put(fold(rows), rows);
  }

  /**
   * The same where some rows wait, behind an event that was put aside.
   *
   * @param waiting keys of the rows that wait; those that wait from now on are added
   * @param steps told what each event does, in the order of the log
   * @return what was put aside, in the order of the log
   */
  public List<PutAside<K>> applyTo(Map<K, V> rows, Set<K> waiting, Consumer<RowStep<K, V>> steps) {
    ProjectionBatch<K, V> batch = withWaiting(waiting);
    put(batch.fold(rows, steps), rows);
    batch.aside.stream().filter(PutAside::isWaiting).forEach(each -> waiting.add(each.key()));
    return batch.aside;
  }

  private static <K, V> void put(Map<K, Optional<V>> changed, Map<K, V> rows) {
    changed.forEach(
        (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
  }
}
