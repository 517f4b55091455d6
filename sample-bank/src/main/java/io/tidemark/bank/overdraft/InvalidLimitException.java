package io.tidemark.bank.overdraft;

/** Not an amount that an overdraft limit can be; nothing was stored. */
public final class InvalidLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String limit;

  /** Of this text. */
  public InvalidLimitException(String limit) {
    super(
        "Invalid limit '%s': expected zero or more, with at most 15 digits and two decimals, for example 500.00"
            .formatted(limit));
    this.limit = limit;
  }

  /** What was given. */
  public String limit() {
    return limit;
  }
}
