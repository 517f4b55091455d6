package io.tidemark.bank.readmodel;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.NoSuchAccountException;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Answers questions. About now from the tables, about the past by folding the same projections over
 * the history up to then. Thread-safe.
 */
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
  private final ReadModelRepository<Long, StatementLine> statements;
  private final ReadModelRepository<LocalDate, DailyTotal> dailyTotals;
  private final ReadModelRepository<String, TransferLine> transfers;

  /** Over this log, with the tables that these projections keep. */
  public BankQueries(EventStore store, PostgresProjections projections) {
    this.store = store;
    this.balances = ReadModels.of(projections).of(Balance.PROJECTION);
    this.statements = ReadModels.of(projections).of(StatementLine.PROJECTION);
    this.dailyTotals = ReadModels.of(projections).of(DailyTotal.PROJECTION);
    this.transfers = ReadModels.of(projections).of(TransferLine.PROJECTION);
  }

  /** All accounts in the order of their ids as text. */
  public List<Balance> balances(AsOf asOf) {
    Collection<Balance> rows =
        asOf instanceof AsOf.Latest
            ? balances.findAll()
            : LiveProjection.fold(Balance.PROJECTION, store, asOf).values();
    return rows.stream().sorted(Comparator.comparing(Balance::id)).toList();
  }

  /**
   * An account with its movements, both at one point.
   *
   * @throws NoSuchAccountException if there is no such account at that point
   */
  public Statement statement(String id, AsOf asOf) {
    return (asOf instanceof AsOf.Latest ? current(id) : asOf(id, asOf))
        .orElseThrow(() -> new NoSuchAccountException(id));
  }

  /** What moved each day, oldest day first. */
  public List<DailyTotal> dailyTotals(AsOf asOf) {
    return asOf instanceof AsOf.Latest
        ? dailyTotals.findAll()
        : List.copyOf(LiveProjection.fold(DailyTotal.PROJECTION, store, asOf).values());
  }

  /** Transfers that are neither completed nor refused. */
  public List<TransferLine> unfinishedTransfers() {
    List<String> unfinished =
        Stream.of(Status.values()).filter(status -> !status.isFinal()).map(Enum::name).toList();
    return transfers.findAll(ReadModelQuery.all().where(Filter.where("status").in(unfinished)));
  }

  /**
   * The account's row says up to which position it counts; the other table, which another process
   * may have brought further meanwhile, is read up to there.
   */
  private Optional<Statement> current(String id) {
    return balances
        .find(id)
        .map(
            account ->
                Statement.of(
                    account,
                    statements.findAll(
                        ReadModelQuery.all()
                            .where(Filter.where("account").equalTo(id))
                            .where(Filter.where("position").atMost(account.position())))));
  }

  private Optional<Statement> asOf(String id, AsOf asOf) {
    List<RecordedEvent> events;
    StreamQuery history = StreamQuery.of(StreamId.of(Account.CATEGORY, id)).until(asOf);
    try (Stream<RecordedEvent> stream = store.readStream(history)) {
      events = stream.toList();
    }
    return rows(Balance.PROJECTION, events).stream()
        .findFirst()
        .map(account -> Statement.of(account, rows(StatementLine.PROJECTION, events)));
  }

  private static <V> List<V> rows(Projection<?, V> projection, List<RecordedEvent> events) {
    Map<Object, V> rows = new TreeMap<>();
    projection
        .batch(events)
        .fold(new LinkedHashMap<>())
        .forEach((key, row) -> row.ifPresent(value -> rows.put(key, value)));
    return new ArrayList<>(rows.values());
  }
}
