package io.tidemark.bank.account;

/** The account was never opened, or not yet at the point that was asked for. */
public final class NoSuchAccountException extends AccountException {
  private static final long serialVersionUID = 1L;

  private final String accountId;

  /** Of this account. */
  public NoSuchAccountException(String accountId) {
    this("No account %s".formatted(accountId), accountId);
  }

  private NoSuchAccountException(String message, String accountId) {
    super(message);
    this.accountId = accountId;
  }

  /** Of this account, which was opened after the point that was asked for. */
  public static NoSuchAccountException notYet(String accountId) {
    return new NoSuchAccountException(
        "Account %s did not exist yet then".formatted(accountId), accountId);
  }

  /** The account. */
  public String accountId() {
    return accountId;
  }
}
