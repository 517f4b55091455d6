package io.tidemark.bank.account;

/** An account is opened once. */
public final class AccountAlreadyOpenException extends AccountException {
  private static final long serialVersionUID = 1L;

  private final String accountId;

  /** Of this account. */
  public AccountAlreadyOpenException(String accountId) {
    super("Account %s is already open".formatted(accountId));
    this.accountId = accountId;
  }

  /** The account. */
  public String accountId() {
    return accountId;
  }
}
