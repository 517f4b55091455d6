package io.tidemark.parking;

import io.tidemark.projection.EventTally;
import io.tidemark.projection.ParkedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What became of events that waited, whatever the parts in which they were tried. */
final class RedriveOutcome {
  private final List<ParkedEvent> applied = new ArrayList<>();
  private final List<ParkedEvent> failed = new ArrayList<>();
  private final Set<String> failedKeys = new HashSet<>();
  private EventTally correction = EventTally.NONE;

  /** These, which were tried in one way and will not be tried in another. */
  void add(RedrivenPage<?, ?> page) {
    applied.addAll(page.applied());
    failed.addAll(page.failed());
    page.failed().forEach(event -> failedKeys.add(event.key()));
    correction = correction.plus(page.correction());
  }

  /** These, but for those that wait behind one that was refused. */
  List<ParkedEvent> withoutWaiting(List<ParkedEvent> some) {
    return some.stream().filter(event -> !hasFailed(event.key())).toList();
  }

  /** Those that have changed their rows. */
  List<ParkedEvent> applied() {
    return applied;
  }

  /**
   * Those that were refused again, with their errors; what waits behind them is in neither list.
   */
  List<ParkedEvent> failed() {
    return failed;
  }

  /** Whether an event of this key was refused. */
  boolean hasFailed(String key) {
    return failedKeys.contains(key);
  }

  /** What is to be added to the tally of what was handled. */
  EventTally correction() {
    return correction;
  }
}
