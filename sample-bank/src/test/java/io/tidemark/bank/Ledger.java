package io.tidemark.bank;

import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up the log by itself, so that tests need not believe the code under test. */
public final class Ledger {
  private Ledger() {}

  /** The balance of every account, by its events. */
  public static Map<String, String> balances(EventStore store) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    LogQuery ofAccounts = LogQuery.all().categories(Set.of(Account.CATEGORY));
    store
        .readAll(ofAccounts)
        .forEach(
            event ->
                Account.CODEC
                    .decode(event)
                    .forEach(
                        decoded ->
                            sums.merge(event.stream().key(), decoded.change(), BigDecimal::add)));
    return sums.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> Money.text(e.getValue()), (a, b) -> a, TreeMap::new));
  }

  public static BigDecimal total(EventStore store) {
    return balances(store).values().stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public static long versionOf(EventStore store, String account) {
    return store.readStream(StreamQuery.of(StreamId.of(Account.CATEGORY, account))).count();
  }
}
