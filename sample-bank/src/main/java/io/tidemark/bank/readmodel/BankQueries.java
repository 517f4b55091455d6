package io.tidemark.bank.readmodel;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.NoSuchAccountException;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.history.Explanation;
import io.tidemark.parking.Parking;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.Direction;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Answers questions, about now and about any point in the past. Thread-safe. */
public final class BankQueries {
  /** All of the bank. */
  public static final List<ReadModelDefinition<?, ?>> PROJECTIONS =
      List.of(
          Balance.PROJECTION,
          StatementLine.PROJECTION,
          DailyTotal.PROJECTION,
          TransferLine.PROJECTION,
          CustomerOverview.PROJECTION,
          Overdraft.PROJECTION);

  private final EventStore store;
  private final ReadModelRepository<String, Balance> balances;
  private final ReadModelRepository<LocalDate, DailyTotal> dailyTotals;
  private final ReadModelRepository<String, TransferLine> transfers;
  private final ReadModelRepository<String, CustomerOverview> overview;
  private final ReadModelRepository<String, Overdraft> overdrafts;
  private final Parking parking;

  /** Over this log, with the tables that these projections keep. */
  public BankQueries(EventStore store, PostgresProjections projections) {
    this.store = store;
    this.balances = ReadModels.of(projections).of(Balance.PROJECTION);
    this.dailyTotals = ReadModels.of(projections).of(DailyTotal.PROJECTION);
    this.transfers = ReadModels.of(projections).of(TransferLine.PROJECTION);
    this.overview = ReadModels.of(projections).of(CustomerOverview.PROJECTION);
    this.overdrafts = ReadModels.of(projections).of(Overdraft.PROJECTION);
    this.parking = Parking.of(projections);
  }

  /** All accounts in the order of their ids as text. */
  public List<Balance> balances(AsOf asOf) {
    return balances.asOf(asOf).findAll();
  }

  /**
   * The events that made the balance of an account, as far as the balances are.
   *
   * @param limit at most so many, from 1 to 1,000
   * @throws NoSuchAccountException if it has none
   */
  public Explanation<Balance> explain(String id, Direction direction, int limit) {
    Explanation<Balance> explanation = balances.explain(id, direction, limit);
    if (explanation.revisions().isEmpty()) {
      throw new NoSuchAccountException(id);
    }
    return explanation;
  }

  /**
   * An account with its movements, both at one point: folded from the account's own stream. That
   * reads no more than a query on their history would, is never behind, and also knows versions.
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
        .orElseThrow(
            () ->
                hasEvents(id) ? NoSuchAccountException.notYet(id) : new NoSuchAccountException(id));
  }

  private boolean hasEvents(String id) {
    StreamQuery first = StreamQuery.of(StreamId.of(Account.CATEGORY, id)).limit(1);
    try (Stream<RecordedEvent> stream = store.readStream(first)) {
      return stream.findAny().isPresent();
    }
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

  /** All accounts with what their customers do, in the order of their ids as text. */
  public List<CustomerOverview> overview(AsOf asOf) {
    return overview.asOf(asOf).findAll();
  }

  /**
   * Accounts beside their overdraft limits, in the order of their ids as text.
   *
   * @param all those in credit too
   */
  public OverdraftWatch overdrafts(boolean all, AsOf asOf) {
    Filter belowZero = Filter.where("balance").lessThan(BigDecimal.ZERO);
    ReadModel<String, Overdraft> then = overdrafts.asOf(asOf);
    long last = asOf instanceof AsOf.Latest ? Long.MAX_VALUE : then.origin().position();
    return new OverdraftWatch(
        then.findAll(all ? ReadModelQuery.all() : ReadModelQuery.all().where(belowZero)),
        waitingOverdrafts(last));
  }

  /** Those that serve may go further than what is asked for. */
  private List<ParkedEvent> waitingOverdrafts(long last) {
    return parking.stream(Overdraft.PROJECTION)
        .filter(event -> event.state() == ParkedEvent.State.PARKED && event.position() <= last)
        .toList();
  }

  /** Transfers that are neither completed nor refused. */
  public List<TransferLine> unfinishedTransfers() {
    List<String> unfinished =
        Stream.of(Status.values()).filter(status -> !status.isFinal()).map(Enum::name).toList();
    return transfers.findAll(ReadModelQuery.all().where(Filter.where("status").in(unfinished)));
  }
}
