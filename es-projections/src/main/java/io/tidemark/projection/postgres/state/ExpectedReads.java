package io.tidemark.projection.postgres.state;

import io.tidemark.projection.postgres.state.StoredState.Group;
import io.tidemark.projection.table.StateTable.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What will be asked for, so that it can be read at once; and how much of it. Not thread-safe. */
final class ExpectedReads {
  private static final int LEAST = 16;

  private final int most;
  private final Set<Stretch> stretches = new LinkedHashSet<>();

  /** Of which groups the first entries are, and how many. */
  private final Map<Group, Integer> begins = new LinkedHashMap<>();

  /** How many entries more than it is asked for are read of a group that is read on and on. */
  private final Map<Group, Integer> ahead = new HashMap<>();

  /**
   * None yet.
   *
   * @param most how many entries of a stretch are read at the most before somebody asks for them
   */
  ExpectedReads(int most) {
    this.most = most;
  }

  void add(Stretch stretch) {
    stretches.add(stretch);
  }

  void addFirst(Group group, int count) {
    begins.merge(group, count, Math::max);
  }

  void clear() {
    stretches.clear();
    begins.clear();
    ahead.clear();
  }

  /** How many to read of a group that is read on: more and more. */
  int more(Group group) {
    return ahead.merge(group, Math.min(most, LEAST), (before, first) -> Math.min(most, 2 * before));
  }

  /** How many entries of each of some stretches, if all together may be so many. */
  int share(long all, int count) {
    return (int) Math.min(most, Math.max(LEAST, all / count));
  }

  /** The greatest number of first entries that is expected of a group; 0 if none is. */
  int mostOfFirst() {
    return begins.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The groups whose first entries are expected and of which none is known, and no more. */
  List<Stretch> takeBegins(Function<Group, KnownSpots> known) {
    List<Stretch> all = new ArrayList<>();
    for (Group group : begins.keySet()) {
      if (known.apply(group).around(Spot.FIRST).isEmpty()) {
        all.add(new Stretch(group.operator(), group.group(), Long.MIN_VALUE, Long.MAX_VALUE));
      }
    }
    begins.clear();
    return all;
  }

  /** The stretches that are expected, without what is known of them, and no more. */
  List<Stretch> takeStretches(Function<Group, KnownSpots> known) {
    List<Stretch> missing = new ArrayList<>();
    for (Stretch each : stretches) {
      Group group = new Group(each.operator(), each.group());
      unknown(each, known.apply(group)).ifPresent(missing::add);
    }
    stretches.clear();
    return missing.isEmpty() ? missing : Stretches.together(missing);
  }

  /** What is not known of a stretch, of which the begin is known most of the time. */
  private static Optional<Stretch> unknown(Stretch stretch, KnownSpots known) {
    Optional<Spot> through =
        known.around(Spot.firstAt(stretch.from())).map(KnownSpots.Stretch::last);
    if (through.isEmpty()) {
      return Optional.of(stretch);
    }
    if (through.get().compareTo(Spot.lastAt(stretch.through())) >= 0) {
      return Optional.empty();
    }
    long from = through.get().above().at();
    return Optional.of(new Stretch(stretch.operator(), stretch.group(), from, stretch.through()));
  }
}
