package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import java.util.List;

/**
 * Chooses how many events to ask for next, so that a page stays small in memory whatever the size
 * of its events.
 */
final class PageSize {
  private static final int MOST = 2_000;
  private static final long CHARACTERS = 2_000_000;

  private int size;

  PageSize(int first) {
    this.size = first;
  }

  /** How many events to ask for. */
  int size() {
    return size;
  }

  /**
   * Learns from a page: the next may be four times as long, unless its events would be too many
   * characters.
   */
  void learn(List<RecordedEvent> page) {
    long characters = 0;
    for (RecordedEvent event : page) {
      characters += event.data().length();
    }
    long average = characters / Math.max(1, page.size()) + 1;
    size = (int) Math.max(1, Math.min(Math.min(MOST, size * 4L), CHARACTERS / average));
  }
}
