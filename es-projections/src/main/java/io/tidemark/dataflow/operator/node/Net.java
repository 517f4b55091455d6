package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What changes come to together. */
public final class Net {
  private Net() {}

  /** Each row once, those that go first; none that comes and goes. */
  public static List<Change> of(List<Change> changes) {
    if (changes.size() < 2) {
      return changes;
    }
    if (changes.size() == 2 && isNet(changes.get(0), changes.get(1))) {
      return changes;
    }
    Map<Tuple, Long> counts = new LinkedHashMap<>();
    for (Change change : changes) {
      counts.merge(change.row(), change.count(), Long::sum);
    }
    List<Change> net = new ArrayList<>(counts.size());
    counts.forEach(
        (row, count) -> {
          if (count < 0) {
            net.add(new Change(row, count));
          }
        });
    counts.forEach(
        (row, count) -> {
          if (count > 0) {
            net.add(new Change(row, count));
          }
        });
    return net;
  }

  /** What is most frequent: a row takes the place of another. */
  private static boolean isNet(Change first, Change second) {
    return (first.count() < 0 || second.count() > 0) && !first.row().equals(second.row());
  }
}
