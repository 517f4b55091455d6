package io.tidemark.bank.account;

/** The account was never opened, or not yet at the point that was asked for. */
public final class NoSuchAccountException extends AccountException {
  private static final long serialVersionUID = 1L;

  private final String accountId;

  /** Of this account. */
  public NoSuchAccountException(String accountId) {
    super("No account %s".formatted(accountId));
    this.accountId = accountId;
  }

  /** The account. */
  public String accountId() {
    return accountId;
  }
}
