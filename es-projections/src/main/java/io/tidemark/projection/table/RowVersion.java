package io.tidemark.projection.table;

/**
 * A row and the positions between which it was valid.
 *
 * @param row as the event at {@code validFrom} made it
 * @param validFrom position of the first event after which it was so
 * @param validTo position of the event that ended it; {@link #OPEN} while none has
 */
public record RowVersion<V>(V row, long validFrom, long validTo) {
  /** Later than any position. */
  public static final long OPEN = Long.MAX_VALUE;

  /** Columns of the tables of rows with history. */
  public static final String VALID_FROM = "valid_from";

  static final String VALID_TO = "valid_to";

  /** One that is valid. */
  public static <V> RowVersion<V> since(V row, long validFrom) {
    return new RowVersion<>(row, validFrom, OPEN);
  }

  /** The same, ended by the event at a position. */
  public RowVersion<V> until(long position) {
    return new RowVersion<>(row, validFrom, position);
  }
}
