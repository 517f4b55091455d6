package io.tidemark.postgres.append;

/**
 * Sees to it that a caller at the end of its stack fails before it has touched what others rely on,
 * and not amid a lock.
 */
final class StackRoom {
  /** Several times as deep as any path of {@link GroupCommit} itself. */
  private static final int FRAMES = 48;

  private StackRoom() {}

  /**
   * Returns if there is some stack left.
   *
   * @throws StackOverflowError if there is not
   */
  static void require() {
    long unused = descend(FRAMES, 1, 2, 3);
  }

  private static long descend(int further, long a, long b, long c) {
    return further == 0 ? a : descend(further - 1, b, c, a) + b;
  }
}
