package io.tidemark.bank.readmodel;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.NoSuchAccountException;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Answers questions, about now and about any point in the past. Thread-safe. */
public final class BankQueries {
  /** All of the bank. */
  public static final List<Projection<?, ?>> PROJECTIONS =
      List.of(
          Balance.PROJECTION,
          StatementLine.PROJECTION,
          DailyTotal.PROJECTION,
          TransferLine.PROJECTION);

  private final EventStore store;
  private final ReadModelRepository<String, Balance> balances;
  private final ReadModelRepository<LocalDate, DailyTotal> dailyTotals;
  private final ReadModelRepository<String, TransferLine> transfers;

  /** Over this log, with the tables that these projections keep. */
  public BankQueries(EventStore store, PostgresProjections projections) {
    this.store = store;
    this.balances = ReadModels.of(projections).of(Balance.PROJECTION);
    this.dailyTotals = ReadModels.of(projections).of(DailyTotal.PROJECTION);
    this.transfers = ReadModels.of(projections).of(TransferLine.PROJECTION);
  }

  /** All accounts in the order of their ids as text. */
  public List<Balance> balances(AsOf asOf) {
    return balances.asOf(asOf).findAll();
  }

  /**
   * An account with its movements, both at one point: folded from the account's own stream, so the
   * past costs no more than the present.
   *
   * @throws NoSuchAccountException if there is no such account at that point
   */
  public Statement statement(String id, AsOf asOf) {
    StreamQuery history = StreamQuery.of(StreamId.of(Account.CATEGORY, id)).until(asOf);
    List<RecordedEvent> events;
    try (Stream<RecordedEvent> stream = store.readStream(history)) {
      events = stream.toList();
    }
    return rows(Balance.PROJECTION, events).stream()
        .findFirst()
        .map(account -> Statement.of(account, rows(StatementLine.PROJECTION, events)))
        .orElseThrow(() -> new NoSuchAccountException(id));
  }

  private static <K, V> List<V> rows(Projection<K, V> projection, List<RecordedEvent> events) {
    SortedMap<K, V> rows = new TreeMap<>(projection.keyOrder());
    projection.batch(events).applyTo(rows);
    return List.copyOf(rows.values());
  }

  /** What moved each day, oldest day first. */
  public List<DailyTotal> dailyTotals(AsOf asOf) {
    return dailyTotals.asOf(asOf).findAll();
  }

  /** Transfers that are neither completed nor refused. */
  public List<TransferLine> unfinishedTransfers() {
    List<String> unfinished =
        Stream.of(Status.values()).filter(status -> !status.isFinal()).map(Enum::name).toList();
    return transfers.findAll(ReadModelQuery.all().where(Filter.where("status").in(unfinished)));
  }
}
