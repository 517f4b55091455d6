package io.tidemark.projection;

/**
 * What becomes of an event that a projection cannot handle: its fold throws, the row it makes
 * cannot be stored, or it cannot be decoded. The same events give the same answer again, so an
 * event is put aside at its first failure; only an error that may pass ({@link
 * io.tidemark.RetryableException}) is left to whoever runs the projection, whatever the policy.
 *
 * <p>To put aside an event that cannot be decoded takes to know which row it belongs to. That is
 * known if the projection is {@linkplain SourcedProjection#keyedByStream keyed by stream}; else the
 * projection stops, and says so.
 */
public enum FailurePolicy {
  /** The projection stops right before the event, once its runner has tried a few times. */
  STOP,

  /**
   * The row stays as it was before the event, and later events change it: for rows whose events
   * each carry the whole state. The event is listed as skipped.
   */
  SKIP,

  /**
   * The event and all later ones of its row wait, in their order, and the row stays as it is; other
   * rows go on. They are applied when they are redriven.
   */
  PARK
}
