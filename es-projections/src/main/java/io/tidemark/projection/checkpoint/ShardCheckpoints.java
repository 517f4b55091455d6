package io.tidemark.projection.checkpoint;

import io.tidemark.projection.EventTally;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.Shard;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of one version of a projection's rows: one for each shard, and so one if the rows
 * are not split; none if there is no such version.
 *
 * @param all in the order of the shards
 */
public record ShardCheckpoints(List<StoredCheckpoint> all) {
  /** Of rows that have not begun. */
  public static final ShardCheckpoints NONE = new ShardCheckpoints(List.of());

  /** Copies the list. */
  public ShardCheckpoints {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public int count() {
    return all.size();
  }

  public boolean isSplit() {
    return count() > 1;
  }

  /** Whether there are as many as the first one says that there are. */
  public boolean isComplete() {
    return !isEmpty() && count() == all.get(0).shard().count();
  }

  /** Position through which all of them are; 0 if there are none. */
  public long position() {
    return all.stream().mapToLong(StoredCheckpoint::position).min().orElse(0);
  }

  /** The place in the log through which all of them are; its start if there are none. */
  public LogPlace place() {
    return all.stream()
        .min(Comparator.comparing(StoredCheckpoint::position))
        .map(each -> each.checkpoint().place())
        .orElse(LogPlace.start());
  }

  /** Whether they have begun, and all are at a position or beyond. */
  public boolean haveReached(long position) {
    return !isEmpty() && position() >= position;
  }

  /**
   * The one that is furthest.
   *
   * @throws java.util.NoSuchElementException if there are none
   */
  public StoredCheckpoint furthest() {
    return all.stream().max(Comparator.comparing(StoredCheckpoint::position)).orElseThrow();
  }

  /** Whether all of them are at one position. */
  public boolean areLevel() {
    return all.stream().allMatch(each -> each.position() == all.get(0).position());
  }

  /** Whether all of them are at this place of the log. */
  public boolean areAt(LogPlace place) {
    return all.stream().allMatch(each -> each.checkpoint().place().equals(place));
  }

  /** Whether they were told to wait. */
  public boolean arePaused() {
    return all.stream().anyMatch(StoredCheckpoint::isPaused);
  }

  /** Whether events wait for some of the rows. */
  public boolean haveParked() {
    return all.stream().anyMatch(each -> each.parked() > 0);
  }

  /** Whether the log still has all that they have handled. */
  public boolean areOfSameLog(EventStore store) {
    return all.stream().allMatch(each -> each.checkpoint().isOfSameLog(store));
  }

  /** Whether somebody reacts to the rows as they go on; not if the log they came from is gone. */
  public boolean areReactedTo(EventStore store) {
    return all.stream().anyMatch(RowsDefinition::isReactedTo) && areOfSameLog(store);
  }

  /** The epoch of each. */
  public List<Long> epochs() {
    return all.stream().map(each -> each.checkpoint().epoch()).toList();
  }

  /** The latest epoch of any; 0 if there are none. */
  public long latestEpoch() {
    return all.stream().mapToLong(each -> each.checkpoint().epoch()).max().orElse(0);
  }

  /** The first position as of which the history of all of the rows still answers. */
  public long historyFrom() {
    return all.stream().mapToLong(StoredCheckpoint::historyFrom).max().orElse(0);
  }

  /** What was handled in all of them together; empty if that is not known of one of them. */
  public Optional<EventTally> handled() {
    return all.stream().allMatch(each -> each.handled().isPresent())
        ? Optional.of(
            all.stream()
                .flatMap(each -> each.handled().stream())
                .reduce(EventTally.NONE, EventTally::plus))
        : Optional.empty();
  }

  /**
   * One for all of the rows in the place of these.
   *
   * @throws IllegalArgumentException if they are not all at one position
   */
  public StoredCheckpoint whole() {
    StoredCheckpoint first = all.get(0);
    if (!areLevel()) {
      throw new IllegalArgumentException(
          "Invalid shards: expected all at position %d, actual %s"
              .formatted(first.position(), positions()));
    }
    return new StoredCheckpoint(
        Shard.WHOLE,
        SplitBy.UNSAID,
        first.checkpoint(),
        handled(),
        first.definition(),
        first.fold(),
        first.historyFrom(),
        first.isPaused(),
        all.stream().mapToLong(StoredCheckpoint::parked).sum(),
        Optional.empty());
  }

  /** The position of each. */
  public List<Long> positions() {
    return all.stream().map(StoredCheckpoint::position).toList();
  }
}
