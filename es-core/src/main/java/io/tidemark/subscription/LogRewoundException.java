package io.tidemark.subscription;

import io.tidemark.PermanentException;

/**
 * A checkpoint does not belong to this log any more: the log ends before it, another event stands
 * there, or it is another log. That is what a restored backup or a failover that lost events looks
 * like.
 */
public final class LogRewoundException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String checkpoint;

  /** Of this checkpoint, with the reason as "expected ..., actual ...". */
  public LogRewoundException(String checkpoint, String reason) {
    super("The log was rewound behind checkpoint %s: %s".formatted(checkpoint, reason), null);
    this.checkpoint = checkpoint;
  }

  /** Name of the checkpoint. */
  public String checkpoint() {
    return checkpoint;
  }
}
