package io.tidemark.sql.scope;

/** What a column is to the time of the log, beside its value. */
public enum Role {
  /** Nothing. */
  NONE,
  /** The place of the event that makes the row. */
  POSITION,
  /** When it happened, or the begin or end of a window of such times. */
  EVENT_TIME,
  /** When it was recorded, or the begin or end of a window of such times. */
  RECORDED_TIME;

  /** Whether windows can be cut by it. */
  public boolean isTime() {
    return this == EVENT_TIME || this == RECORDED_TIME;
  }
}
