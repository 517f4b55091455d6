package io.tidemark.bank.account;

/** Not a name that an account can be opened for. */
public final class InvalidOwnerException extends AccountException {
  private static final long serialVersionUID = 1L;

  /** Longest name, in characters. */
  public static final int MAX_LENGTH = 200;

  /** Of this name. */
  public InvalidOwnerException(String owner) {
    super(
        "Invalid owner: expected a name of 1 to %d characters on one line, actual '%s'"
            .formatted(MAX_LENGTH, owner.length() > 40 ? owner.substring(0, 40) + "..." : owner));
  }
}
