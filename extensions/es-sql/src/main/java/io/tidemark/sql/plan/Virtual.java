package io.tidemark.sql.plan;

/** Numbers of columns that no plan has yet: operators that come later make them. */
final class Virtual {
  static final int WINDOW_START = -1;
  static final int WINDOW_END = -2;
  static final int WINDOW_TIME = -3;
  static final int BATCH = -4;
  static final int PLACE = -5;

  /** From here on: results of aggregates, in the order in which the statement has them. */
  static final int COMPUTED = 1_000_000;

  private Virtual() {}

  static boolean isWindow(int index) {
    return index <= WINDOW_START && index >= BATCH;
  }
}
