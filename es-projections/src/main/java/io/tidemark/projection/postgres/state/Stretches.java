package io.tidemark.projection.postgres.state;

import io.tidemark.projection.table.StateTable.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stretches of groups that are to be read. */
final class Stretches {
  private Stretches() {}

  /** The same numbers of each group in as few as there can be, so that none is read twice. */
  static List<Stretch> together(List<Stretch> stretches) {
    List<Stretch> inOrder = new ArrayList<>(stretches);
    inOrder.sort(Comparator.comparingLong(Stretch::from));
    Map<StoredState.Group, Integer> places = new HashMap<>();
    List<Stretch> together = new ArrayList<>();
    for (Stretch next : inOrder) {
      StoredState.Group group = new StoredState.Group(next.operator(), next.group());
      Integer place = places.get(group);
      if (place == null || isApart(together.get(place), next)) {
        places.put(group, together.size());
        together.add(next);
      } else {
        long through = Math.max(together.get(place).through(), next.through());
        together.set(
            place, new Stretch(next.operator(), next.group(), together.get(place).from(), through));
      }
    }
    return together;
  }

  private static boolean isApart(Stretch earlier, Stretch later) {
    return earlier.through() < later.from() && earlier.through() + 1 < later.from();
  }
}
