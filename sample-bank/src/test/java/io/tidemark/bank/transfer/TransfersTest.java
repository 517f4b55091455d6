package io.tidemark.bank.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.bank.Ledger;
import io.tidemark.bank.UnreliableStore;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransfersTest {
  private static final Order ORDER = new Order("1", "2", new BigDecimal("30.00"));

  private final InMemoryEventStore store = new InMemoryEventStore();

  @BeforeEach
  void openAccounts() {
    open("1", "100.00");
    open("2", "5.00");
  }

  @Test
  void a_transfer_moves_the_money() {
    Transfer transfer = transfers(store).transfer("t", ORDER);

    assertThat(transfer.status()).isEqualTo(Status.COMPLETED);
    assertThat(Ledger.balances(store)).containsEntry("1", "70.00").containsEntry("2", "35.00");
  }

  @Test
  void a_transfer_of_more_than_there_is_is_refused_and_moves_nothing() {
    Transfer transfer =
        transfers(store).transfer("t", new Order("1", "2", new BigDecimal("100.01")));

    assertThat(transfer.status()).isEqualTo(Status.REFUSED);
    assertThat(transfer.reason())
        .isEqualTo("Insufficient funds in account 1: expected at least 100.01, actual 100.00");
    assertThat(Ledger.balances(store)).containsEntry("1", "100.00").containsEntry("2", "5.00");
  }

  @Test
  void a_declined_transfer_stays_declined_when_money_comes_later() {
    Order tooMuch = new Order("1", "2", new BigDecimal("200.00"));
    int beforeTheRefusalIsRecorded = 4;
    EventStore dying = UnreliableStore.diesBeforeAppend(store, beforeTheRefusalIsRecorded);
    assertThat(catchThrowable(() -> transfers(dying).transfer("t", tooMuch))).isNotNull();
    accounts(store).execute("1", account -> account.deposit(new BigDecimal("500.00")));

    assertThat(transfers(store).resume("t").status()).isEqualTo(Status.REFUSED);
    assertThat(Ledger.balances(store)).containsEntry("1", "600.00").containsEntry("2", "5.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 9", "9 1", "8 9", "1 1"})
  void a_transfer_between_accounts_that_cannot_be_is_refused(String pair) {
    String from = pair.substring(0, 1);
    String to = pair.substring(2);

    Transfer transfer = transfers(store).transfer("t", new Order(from, to, BigDecimal.ONE));

    assertThat(transfer.status()).isEqualTo(Status.REFUSED);
    assertThat(transfer.reason())
        .isEqualTo(
            from.equals(to)
                ? "Both accounts are 1"
                : "No account " + pair.replaceAll("[^89]", "").charAt(0));
    assertThat(Ledger.total(store)).isEqualByComparingTo("105.00");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void a_crash_before_any_step_leaves_a_transfer_that_is_resumed_without_loss_or_double(
      int append) {
    crashAndResume(UnreliableStore.diesBeforeAppend(store, append));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void a_crash_after_any_step_leaves_a_transfer_that_is_resumed_without_loss_or_double(int append) {
    crashAndResume(UnreliableStore.diesAfterAppend(store, append));
  }

  @Test
  void a_crash_before_the_request_is_stored_leaves_nothing() {
    EventStore dying = UnreliableStore.diesBeforeAppend(store, 1);

    assertThat(catchThrowable(() -> transfers(dying).transfer("t", ORDER))).isNotNull();
    assertThat(transfers(store).resume("t").status()).isEqualTo(Status.NONE);
  }

  @Test
  void many_that_resume_the_same_transfer_at_once_move_the_money_once() {
    EventStore dying = UnreliableStore.diesBeforeAppend(store, 3);
    assertThat(catchThrowable(() -> transfers(dying).transfer("t", ORDER))).isNotNull();

    List<CompletableFuture<Transfer>> resumed =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> transfers(store).resume("t")))
            .toList();

    assertThat(resumed)
        .allSatisfy(each -> assertThat(each.join().status()).isEqualTo(Status.COMPLETED));
    assertThat(Ledger.balances(store)).containsEntry("1", "70.00").containsEntry("2", "35.00");
  }

  private void crashAndResume(EventStore dying) {
    assertThat(catchThrowable(() -> transfers(dying).transfer("t", ORDER))).isNotNull();

    assertThat(transfers(store).resume("t").status()).isEqualTo(Status.COMPLETED);
    assertThat(Ledger.balances(store)).containsEntry("1", "70.00").containsEntry("2", "35.00");
  }

  private void open(String id, String amount) {
    accounts(store)
        .execute(
            id,
            account -> {
              account.open("Owner of " + id);
              account.deposit(new BigDecimal(amount));
            });
  }

  private static AggregateRepository<Account, AccountEvent> accounts(EventStore store) {
    return AggregateRepository.of(Account.CATEGORY, Account::new, store, Account.CODEC);
  }

  private static Transfers transfers(EventStore store) {
    return new Transfers(accounts(store), store);
  }
}
