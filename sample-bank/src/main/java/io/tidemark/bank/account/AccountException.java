package io.tidemark.bank.account;

/** An account refuses a command; nothing was stored. */
public abstract sealed class AccountException extends RuntimeException
    permits AccountAlreadyOpenException,
        InsufficientFundsException,
        InvalidAmountException,
        InvalidOwnerException,
        NoSuchAccountException {
  private static final long serialVersionUID = 1L;

  AccountException(String message) {
    super(message);
  }
}
