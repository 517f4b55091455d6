package io.tidemark.projection.postgres.state;

/**
 * Where in a group an entry is, or could be.
 *
 * @param at first
 * @param tie of those at one place
 */
record Spot(long at, long tie) implements Comparable<Spot> {
  static final Spot FIRST = new Spot(Long.MIN_VALUE, Long.MIN_VALUE);
  static final Spot LAST = new Spot(Long.MAX_VALUE, Long.MAX_VALUE);

  /** The first one at a place. */
  static Spot firstAt(long at) {
    return new Spot(at, Long.MIN_VALUE);
  }

  /** The last one at a place. */
  static Spot lastAt(long at) {
    return new Spot(at, Long.MAX_VALUE);
  }

  /** The one right before it; itself if it is the first. */
  Spot below() {
    if (tie > Long.MIN_VALUE) {
      return new Spot(at, tie - 1);
    }
    return at > Long.MIN_VALUE ? lastAt(at - 1) : this;
  }

  /** The one right behind it; itself if it is the last. */
  Spot above() {
    if (tie < Long.MAX_VALUE) {
      return new Spot(at, tie + 1);
    }
    return at < Long.MAX_VALUE ? firstAt(at + 1) : this;
  }

  @Override
  public int compareTo(Spot other) {
    int compared = Long.compare(at, other.at);
    return compared != 0 ? compared : Long.compare(tie, other.tie);
  }
}
