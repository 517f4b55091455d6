package io.tidemark.bank.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.inmemory.InMemoryEventStore;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final BigDecimal TEN = new BigDecimal("10.00");

  private final AggregateRepository<Account, AccountEvent> accounts =
      AggregateRepository.of(
          Account.CATEGORY, Account::new, new InMemoryEventStore(), Account.CODEC);

  @Test
  void an_account_is_opened_once() {
    accounts.execute("1", account -> account.open("Ada"));

    assertThatThrownBy(() -> accounts.execute("1", account -> account.open("Bob")))
        .isInstanceOf(AccountAlreadyOpenException.class)
        .hasMessage("Account 1 is already open");
    assertThat(accounts.load("1").owner()).contains("Ada");
  }

  @Test
  void nothing_can_be_done_with_an_account_that_is_not_open() {
    assertThatThrownBy(() -> accounts.execute("1", account -> account.deposit(TEN)))
        .isInstanceOf(NoSuchAccountException.class)
        .hasMessage("No account 1");
    assertThatThrownBy(() -> accounts.execute("1", account -> account.withdraw(TEN)))
        .isInstanceOf(NoSuchAccountException.class);
    assertThat(accounts.load("1").version()).isZero();
  }

  @Test
  void an_overdraft_is_refused_with_both_amounts() {
    accounts.execute("1", account -> account.open("Ada"));
    accounts.execute("1", account -> account.deposit(TEN));

    assertThatThrownBy(
            () -> accounts.execute("1", account -> account.withdraw(new BigDecimal("10.01"))))
        .isInstanceOf(InsufficientFundsException.class)
        .hasMessage("Insufficient funds in account 1: expected at least 10.01, actual 10.00");
    assertThat(accounts.load("1").balance()).isEqualByComparingTo(TEN);
  }

  @Test
  void the_whole_balance_can_be_withdrawn() {
    accounts.execute("1", account -> account.open("Ada"));
    accounts.execute("1", account -> account.deposit(TEN));
    accounts.execute("1", account -> account.withdraw(TEN));

    assertThat(accounts.load("1").balance()).isZero();
    assertThat(accounts.load("1", AsOf.version(2)).balance()).isEqualByComparingTo(TEN);
  }

  @Test
  void money_is_sent_and_received_once_for_a_transfer() {
    accounts.execute("1", account -> account.open("Ada"));
    accounts.execute("1", account -> account.deposit(TEN));
    for (int i = 0; i < 2; i++) {
      accounts.execute("1", account -> account.send("t", "2", BigDecimal.ONE));
      accounts.execute("1", account -> account.receive("u", "2", TEN));
    }

    assertThat(accounts.load("1").balance()).isEqualByComparingTo("19.00");
    assertThat(accounts.load("1").version()).isEqualTo(4);
  }

  @Test
  void a_name_that_is_blank_too_long_or_on_two_lines_is_refused() {
    for (String name : new String[] {"", "  ", "a\nb", "x".repeat(201)}) {
      assertThatThrownBy(() -> accounts.execute("1", account -> account.open(name)))
          .isInstanceOf(InvalidOwnerException.class);
    }
  }
}
