package io.tidemark.projection;

/** What a projection is doing. */
public enum ProjectionState {
  /** It follows the log, or tries again after an error. */
  RUNNING,
  /** Nobody here runs it. */
  STOPPED,
  /** It stopped at an error and skips nothing; see the error. */
  FAILED,
  /** A new version of its rows is being built beside the ones it serves. */
  REBUILDING
}
