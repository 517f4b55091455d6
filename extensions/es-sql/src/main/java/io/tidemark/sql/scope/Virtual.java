package io.tidemark.sql.scope;

/** Numbers of columns that no plan has yet: operators that come later make them. */
public final class Virtual {
  /** The begin of the window. */
  public static final int WINDOW_START = -1;

  /** Its end. */
  public static final int WINDOW_END = -2;

  /** A millisecond before its end. */
  public static final int WINDOW_TIME = -3;

  /** The number of the batch. */
  public static final int BATCH = -4;

  /** The place of the row in an order. */
  public static final int PLACE = -5;

  /** From here on: results of aggregates, in the order in which the statement has them. */
  public static final int COMPUTED = 1_000_000;

  private Virtual() {}

  /** Whether it is a column of a window or batch. */
  public static boolean isWindow(int index) {
    return index <= WINDOW_START && index >= BATCH;
  }
}
