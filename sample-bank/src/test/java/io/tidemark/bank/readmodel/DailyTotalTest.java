package io.tidemark.bank.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.AccountEvent.Kind;
import io.tidemark.testdatabase.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DailyTotalTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void the_statement_counts_each_kind_of_event_as_the_account_does() {
    List<AccountEvent> events =
        List.of(
            new AccountEvent.Opened("Ann"),
            new AccountEvent.Deposited(new BigDecimal("100.25")),
            new AccountEvent.Withdrawn(new BigDecimal("1.50")),
            new AccountEvent.TransferSent("t1", "2", new BigDecimal("20")),
            new AccountEvent.TransferReceived("t2", "2", new BigDecimal("3.75")),
            new AccountEvent.TransferDeclined("t3", "too much"),
            imported(Kind.CREDIT, "700.10"),
            imported(Kind.DEBIT, "800.20"));
    assertThat(events)
        .extracting(Object::getClass)
        .contains(AccountEvent.class.getPermittedSubclasses());

    try (TestDatabase database = TestDatabase.create();
        Bank bank =
            Bank.open(
                new Location.Server(database.jdbcUrl(), database.user(), database.password()),
                progress -> {})) {
      for (int day = 0; day < events.size(); day++) {
        append(bank, events.get(day), MIDNIGHT.plus(Duration.ofDays(day)));
        append(bank, events.get(day), MIDNIGHT.plus(Duration.ofDays(3)).minusSeconds(1));
      }
      bank.catchUp();

      assertThat(bank.queries().dailyTotals(AsOf.latest()))
          .usingRecursiveComparison()
          .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
          .isEqualTo(expected(events));
      assertThat(bank.queries().dailyTotals(AsOf.occurredAt(MIDNIGHT.plus(Duration.ofDays(1)))))
          .extracting(DailyTotal::movements)
          .containsExactly(1L);
    }
  }

  private static AccountEvent imported(Kind kind, String amount) {
    return new AccountEvent.TransactionImported(
        "1", kind, new BigDecimal(amount), null, null, null, null, BigDecimal.ZERO);
  }

  private static void append(Bank bank, AccountEvent event, Instant happened) {
    bank.store()
        .append(
            new StreamId(Account.CATEGORY, "1"),
            ExpectedVersion.any(),
            List.of(Account.CODEC.encode(event, Metadata.empty(), happened)));
  }

  private static List<DailyTotal> expected(List<AccountEvent> events) {
    TreeMap<LocalDate, DailyTotal> totals = new TreeMap<>();
    LocalDate first = LocalDate.ofInstant(MIDNIGHT, ZoneOffset.UTC);
    for (int day = 0; day < events.size(); day++) {
      AccountEvent event = events.get(day);
      if (StatementLine.movesMoney(event)) {
        totals.merge(first.plusDays(day), of(first.plusDays(day), event), DailyTotalTest::sum);
        totals.merge(first.plusDays(2), of(first.plusDays(2), event), DailyTotalTest::sum);
      }
    }
    return List.copyOf(totals.values());
  }

  private static DailyTotal of(LocalDate day, AccountEvent event) {
    BigDecimal change = event.change();
    return new DailyTotal(
        day, change.max(BigDecimal.ZERO), change.negate().max(BigDecimal.ZERO), 1);
  }

  private static DailyTotal sum(DailyTotal a, DailyTotal b) {
    return new DailyTotal(
        a.day(),
        a.credits().add(b.credits()),
        a.debits().add(b.debits()),
        a.movements() + b.movements());
  }
}
