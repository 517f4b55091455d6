package io.tidemark.projection.postgres.state;

/** Takes a transaction back whose batch was folded without a tick, to be folded again. */
public final class MissedTickException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissedTickException() {
    super("A tick came while a batch was folded");
  }
}
