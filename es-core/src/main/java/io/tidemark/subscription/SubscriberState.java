package io.tidemark.subscription;

/** What a subscriber is doing. */
public enum SubscriberState {
  /** It follows the log, or tries again after an error. */
  RUNNING,
  /** Another process does the work; this one takes over when that one is gone. */
  STANDING_BY,
  /** Nobody runs it. */
  STOPPED,
  /** It was told to wait, in all processes. */
  PAUSED,
  /** It stopped at an error and skips nothing; see the error. */
  FAILED,
  /** No error is kept, and nobody has said that they run it: appends may carry it, inline. */
  UNKNOWN
}
