package io.tidemark.replay.build;

/** Whoever has rows built: hears how that gets on, and knows what to throw if it does not. */
public interface BuildListener {
  /**
   * Everything through a position is committed. What this throws ends the build.
   *
   * @param target the position that is to be reached, as far as known now
   */
  void reached(long position, long target);

  /** For a build that finds that somebody else has moved its checkpoint. */
  RuntimeException overtaken();

  /** For a build whose thread was interrupted. */
  RuntimeException interrupted(long position, long target);
}
