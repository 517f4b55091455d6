package io.tidemark.sql.scope;

/** Numbers of columns that no plan has yet: operators that come later make them. */
public final class Virtual {
  public static final int WINDOW_START = -1;
  public static final int WINDOW_END = -2;
  public static final int WINDOW_TIME = -3;
  public static final int BATCH = -4;
  public static final int PLACE = -5;

  /** From here on: results of aggregates, in the order in which the statement has them. */
  public static final int COMPUTED = 1_000_000;

  private Virtual() {}

  public static boolean isWindow(int index) {
    return index <= WINDOW_START && index >= BATCH;
  }
}
