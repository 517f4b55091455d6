package io.tidemark.bank.account;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.bank.account.AccountEvent.Deposited;
import io.tidemark.bank.account.AccountEvent.Opened;
import io.tidemark.bank.account.AccountEvent.TransferDeclined;
import io.tidemark.bank.account.AccountEvent.TransferReceived;
import io.tidemark.bank.account.AccountEvent.TransferSent;
import io.tidemark.bank.account.AccountEvent.Withdrawn;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account. It never goes below zero by a command of ours, and takes part in a transfer at most
 * once however often it is asked to.
 */
public final class Account extends Aggregate<AccountEvent> {
  /** The category of the streams of accounts. */
  public static final String CATEGORY = "account";

  /** How the events of accounts are stored. */
  public static final EventCodec<AccountEvent> CODEC =
      JacksonEventCodec.ofSealed(AccountEvent.class);

  private BigDecimal balance = BigDecimal.ZERO;
  private @Nullable String owner;
  private final Set<String> sent = new HashSet<>();
  private final Set<String> received = new HashSet<>();
  private final Map<String, String> declined = new HashMap<>();

  /**
   * Opens the account.
   *
   * @throws AccountAlreadyOpenException if it is open
   * @throws InvalidOwnerException if the name is blank, too long or has control characters
   */
  public void open(String newOwner) {
    boolean hasControls = newOwner.chars().anyMatch(Character::isISOControl);
    if (newOwner.isBlank() || newOwner.length() > InvalidOwnerException.MAX_LENGTH || hasControls) {
      throw new InvalidOwnerException(newOwner);
    }
    if (isOpen()) {
      throw new AccountAlreadyOpenException(id());
    }
    raise(new Opened(newOwner));
  }

  /**
   * Pays in.
   *
   * @throws NoSuchAccountException if the account is not open
   * @throws InvalidAmountException if the amount cannot be moved
   */
  public void deposit(BigDecimal amount) {
    requireOpen();
    raise(new Deposited(Money.requireMovable(amount)));
  }

  /**
   * Takes out.
   *
   * @throws NoSuchAccountException if the account is not open
   * @throws InvalidAmountException if the amount cannot be moved
   * @throws InsufficientFundsException if the balance is smaller
   */
  public void withdraw(BigDecimal amount) {
    requireOpen();
    Money.requireMovable(amount);
    if (amount.compareTo(balance) > 0) {
      throw new InsufficientFundsException(id(), amount, balance);
    }
    raise(new Withdrawn(amount));
  }

  /**
   * Sends money for a transfer, or declines it if the balance is smaller; what was decided once for
   * a transfer stays.
   *
   * @throws NoSuchAccountException if the account is not open
   */
  public void send(String transferId, String to, BigDecimal amount) {
    requireOpen();
    if (sent.contains(transferId) || declined.containsKey(transferId)) {
      return;
    }
    if (amount.compareTo(balance) > 0) {
      String reason = InsufficientFundsException.text(id(), amount, balance);
      raise(new TransferDeclined(transferId, reason));
    } else {
      raise(new TransferSent(transferId, to, amount));
    }
  }

  /**
   * Receives the money of a transfer, once.
   *
   * @throws NoSuchAccountException if the account is not open
   */
  public void receive(String transferId, String from, BigDecimal amount) {
    requireOpen();
    if (!received.contains(transferId)) {
      raise(new TransferReceived(transferId, from, amount));
    }
  }

  /** Whether it was opened, at the counter or by an imported row. */
  public boolean isOpen() {
    return version() > 0;
  }

  /** The money there is. */
  public BigDecimal balance() {
    return balance;
  }

  /** Who opened it; empty for an imported account. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** Why it declined to send the money of this transfer; empty if it did not decline. */
  public Optional<String> declineReason(String transferId) {
    return Optional.ofNullable(declined.get(transferId));
  }

  @Override
  protected void apply(AccountEvent event) {
    balance = balance.add(event.change());
    if (event instanceof Opened opened) {
      owner = opened.owner();
    } else if (event instanceof TransferSent transfer) {
      sent.add(transfer.transferId());
    } else if (event instanceof TransferReceived transfer) {
      received.add(transfer.transferId());
    } else if (event instanceof TransferDeclined transfer) {
      declined.put(transfer.transferId(), transfer.reason());
    }
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new NoSuchAccountException(id());
    }
  }
}
