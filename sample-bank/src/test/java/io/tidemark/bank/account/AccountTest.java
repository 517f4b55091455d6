package io.tidemark.bank.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bank.account.AccountEvent.Deposited;
import io.tidemark.bank.account.AccountEvent.Kind;
import io.tidemark.bank.account.AccountEvent.Opened;
import io.tidemark.bank.account.AccountEvent.TransactionImported;
import io.tidemark.bank.account.AccountEvent.TransferDeclined;
import io.tidemark.bank.account.AccountEvent.TransferReceived;
import io.tidemark.bank.account.AccountEvent.TransferSent;
import io.tidemark.bank.account.AccountEvent.Withdrawn;
import io.tidemark.testing.AggregateFixture;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {
  private static final BigDecimal TEN = new BigDecimal("10.00");
  private static final BigDecimal MORE = new BigDecimal("10.01");
  private static final String SHORT_OF_FUNDS =
      "Insufficient funds in account 1: expected at least 10.01, actual 10.00";

  private final AggregateFixture<Account, AccountEvent> fixture =
      AggregateFixture.of(Account.CATEGORY, Account::new, Account.CODEC);
  private final AggregateFixture<Account, AccountEvent> withTen =
      fixture.given(new Opened("Ada"), new Deposited(TEN));

  @Test
  void an_account_is_opened() {
    fixture
        .when(account -> account.open("Ada"))
        .thenRaised(new Opened("Ada"))
        .thenState(account -> assertThat(account.owner()).contains("Ada"));
  }

  @Test
  void an_account_is_opened_only_once() {
    withTen
        .when(account -> account.open("Eve"))
        .thenRefused(AccountAlreadyOpenException.class, "Account 1 is already open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b"})
  void a_name_that_is_blank_or_has_control_characters_is_refused(String name) {
    fixture.when(account -> account.open(name)).thenRefused(InvalidOwnerException.class);
  }

  @Test
  void a_name_that_is_too_long_is_refused() {
    fixture.when(account -> account.open("x".repeat(201))).thenRefused(InvalidOwnerException.class);
    fixture.when(account -> account.open("x".repeat(200))).thenRaised(new Opened("x".repeat(200)));
  }

  @Test
  void nothing_can_be_done_with_an_account_that_is_not_open() {
    fixture
        .when(account -> account.deposit(TEN))
        .thenRefused(NoSuchAccountException.class, "No account 1");
    fixture.when(account -> account.withdraw(TEN)).thenRefused(NoSuchAccountException.class);
    fixture.when(account -> account.send("t", "2", TEN)).thenRefused(NoSuchAccountException.class);
    fixture
        .when(account -> account.receive("t", "2", TEN))
        .thenRefused(NoSuchAccountException.class);
  }

  @Test
  void money_is_paid_in_and_taken_out() {
    withTen
        .when(account -> account.deposit(MORE))
        .thenRaised(new Deposited(MORE))
        .thenState(account -> assertThat(account.balance()).isEqualByComparingTo("20.01"));
    withTen
        .when(account -> account.withdraw(TEN))
        .thenRaised(new Withdrawn(TEN))
        .thenState(account -> assertThat(account.balance()).isZero());
  }

  @Test
  void an_overdraft_is_refused_with_both_amounts() {
    withTen
        .when(account -> account.withdraw(MORE))
        .thenRefused(InsufficientFundsException.class, SHORT_OF_FUNDS);
  }

  @Test
  void amounts_that_are_none_are_refused() {
    for (String amount : new String[] {"0", "-1", "0.001"}) {
      BigDecimal none = new BigDecimal(amount);
      withTen.when(account -> account.deposit(none)).thenRefused(InvalidAmountException.class);
      withTen.when(account -> account.withdraw(none)).thenRefused(InvalidAmountException.class);
    }
  }

  @Test
  void money_is_sent_once_for_a_transfer() {
    withTen
        .when(account -> account.send("t", "2", TEN))
        .thenRaised(new TransferSent("t", "2", TEN));
    fixture
        .given(new Opened("Ada"), new Deposited(MORE), new TransferSent("t", "2", BigDecimal.ONE))
        .when(account -> account.send("t", "2", BigDecimal.ONE))
        .thenRaisedNothing();
  }

  @Test
  void a_transfer_of_more_than_there_is_is_declined_for_good() {
    withTen
        .when(account -> account.send("t", "2", MORE))
        .thenRaised(new TransferDeclined("t", SHORT_OF_FUNDS));
    fixture
        .given(new Opened("Ada"), new TransferDeclined("t", "why"), new Deposited(TEN))
        .when(account -> account.send("t", "2", BigDecimal.ONE))
        .thenRaisedNothing()
        .thenState(account -> assertThat(account.declineReason("t")).contains("why"));
  }

  @Test
  void money_is_received_once_for_a_transfer() {
    withTen
        .when(account -> account.receive("t", "2", TEN))
        .thenRaised(new TransferReceived("t", "2", TEN));
    fixture
        .given(new Opened("Ada"), new TransferReceived("t", "2", TEN))
        .when(account -> account.receive("t", "2", TEN))
        .thenRaisedNothing();
  }

  @Test
  void an_imported_debit_may_overdraw_and_opens_the_account() {
    BigDecimal none = BigDecimal.ZERO;
    fixture
        .given(new TransactionImported("7", Kind.DEBIT, TEN, null, null, null, null, none))
        .when(account -> account.deposit(BigDecimal.ONE))
        .thenRaised(new Deposited(BigDecimal.ONE))
        .thenState(account -> assertThat(account.balance()).isEqualByComparingTo("-9.00"))
        .thenState(account -> assertThat(account.owner()).isEmpty());
  }
}
