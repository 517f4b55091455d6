package io.tidemark.projection.postgres.state;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Of which spots of a group it is known whether they have an entry: stretches. Not thread-safe. */
final class KnownSpots {
  /** From the first one of a stretch to its last; no two touch each other. */
  private final NavigableMap<Spot, Spot> stretches = new TreeMap<>();

  /**
   * A stretch of spots, both ends included.
   *
   * @param first its first
   * @param last its last
   */
  record Stretch(Spot first, Spot last) {}

  /** The stretch with a spot; empty if that one is not known. */
  Optional<Stretch> around(Spot spot) {
    Map.Entry<Spot, Spot> floor = stretches.floorEntry(spot);
    return floor == null || floor.getValue().compareTo(spot) < 0
        ? Optional.empty()
        : Optional.of(new Stretch(floor.getKey(), floor.getValue()));
  }

  /** Whether all from one through another are known. */
  boolean cover(Spot first, Spot last) {
    return around(first).filter(stretch -> stretch.last().compareTo(last) >= 0).isPresent();
  }

  /** From now on these are known too. */
  void add(Spot first, Spot last) {
    Spot from = first;
    Spot through = last;
    Map.Entry<Spot, Spot> near = stretches.floorEntry(last.above());
    while (near != null && near.getValue().above().compareTo(from) >= 0) {
      from = min(from, near.getKey());
      through = max(through, near.getValue());
      stretches.remove(near.getKey());
      near = stretches.floorEntry(through.above());
    }
    stretches.put(from, through);
  }

  private static Spot min(Spot a, Spot b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Spot max(Spot a, Spot b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
