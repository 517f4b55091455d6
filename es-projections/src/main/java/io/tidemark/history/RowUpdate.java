package io.tidemark.history;

import java.util.Optional;

/**
 * A change of a row that is watched.
 *
 * @param kind what it means to whoever watches
 * @param key of the row
 * @param position of the event that changed it
 * @param before the row before it; empty if there was none. Of one that was added it may not have
 *     met what is watched for
 * @param after the row after it; empty if there is none any more. Of one that was removed it may no
 *     longer meet what is watched for
 */
public record RowUpdate<K, V>(
    Kind kind, K key, long position, Optional<V> before, Optional<V> after) {
  /** What a change is to whoever watches some rows. */
  public enum Kind {
    /** The row is one of them now: it was made, or has come to meet what is watched for. */
    ADDED,
    /** It was one of them, and is, and is another. */
    CHANGED,
    /** It is none of them any more: it is gone, or no longer meets what is watched for. */
    REMOVED
  }
}
