package io.tidemark.store;

/**
 * One of several equal parts of some work, by a hash: of the streams, or of the keys of rows. Every
 * stream and every key belongs to exactly one shard of a count.
 *
 * @param index which one, from 0
 * @param count how many there are
 */
public record Shard(int index, int count) {
  /** More would cost more than they win: each of them reads the log. */
  public static final int MAX_COUNT = 64;

  /** All of it. */
  public static final Shard WHOLE = new Shard(0, 1);

  /**
   * @throws IllegalArgumentException if there is no such shard, or there are more than {@link
   *     #MAX_COUNT}
   */
  public Shard {
    if (count < 1 || count > MAX_COUNT || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "Invalid shard: expected a count from 1 to %d and an index below it, actual %d of %d"
              .formatted(MAX_COUNT, index, count));
    }
  }

  /** Whether this text belongs to it, see {@link #indexOf}. */
  public boolean contains(String text) {
    return indexOf(text, count) == index;
  }

  /**
   * Which of several shards a text belongs to, by {@link String#hashCode} and a finalizer, which
   * are the same in every process and release.
   */
  public static int indexOf(String text, int count) {
    int hash = text.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B; // the finalizer of MurmurHash3
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }

  /** Whether it is all of the work. */
  public boolean isWhole() {
    return count == 1;
  }

  /** Counts from 1, as people do: "2 of 4". */
  @Override
  public String toString() {
    return "%d of %d".formatted(index + 1, count);
  }
}
