package io.tidemark.postgres.read;

/**
 * Chooses how many events to ask for next, so that few are asked for in vain. It does not bound the
 * memory of a page, whose events may be unlike those before: {@link SizedPage} does.
 */
final class PageSize {
  private static final int MOST = 2_000;
  private static final long OCTETS = 2_000_000;

  private int size;

  PageSize(int first) {
    this.size = first;
  }

  /** What to ask for, if no more than this many events are wanted. */
  PageLimit next(long wanted) {
    return new PageLimit(Math.min(size, wanted), OCTETS);
  }

  /**
   * Learns from a page: the next may be four times as long, unless its events would be too many
   * octets, or its largest would not come at once.
   */
  void learn(SizedPage page) {
    long average = page.octets() / Math.max(1, page.events().size()) + 1;
    long fitting = Math.min(OCTETS / average, 2 * OCTETS / Math.max(1, page.largest()));
    size = (int) Math.max(1, Math.min(Math.min(MOST, size * 4L), fitting));
  }
}
