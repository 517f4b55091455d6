package io.tidemark.bank;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.overdraft.LimitEvent;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.bank.readmodel.BankQueries;
import io.tidemark.bank.readmodel.TransferLine;
import io.tidemark.bank.transfer.Transfers;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.SubscriberState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The bank in one piece: the log, the aggregates on it, and the read models that follow it.
 * Thread-safe.
 */
public final class Bank implements AutoCloseable {
  private static final String SCHEMA = "tidemark";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long REPORT_NANOS = 50_000_000;

  private final Resources resources;
  private final PostgresEventStore store;
  private final AggregateRepository<Account, AccountEvent> accounts;
  private final AggregateRepository<OverdraftLimit, LimitEvent> limits;
  private final Transfers transfers;
  private final PostgresProjections projections;
  private final BankQueries queries;

  private Bank(Resources resources, HikariDataSource pool, Consumer<String> warnings) {
    this.resources = resources;
    this.store =
        resources.add(
            PostgresEventStore.builder(pool)
                .schema(SCHEMA)
                .outcomeTimeout(PATIENCE)
                .listener(new OutageNotice(warnings, PATIENCE))
                .build());
    this.accounts = AggregateRepository.of(Account.CATEGORY, Account::new, store, Account.CODEC);
    this.limits =
        AggregateRepository.of(
            OverdraftLimit.CATEGORY, OverdraftLimit::new, store, OverdraftLimit.CODEC);
    this.transfers = new Transfers(accounts, store);
    this.projections = PostgresProjections.of(store);
    this.queries = new BankQueries(store, projections);
  }

  /**
   * Opens the bank; makes it if it is not there yet, and starts its server if that is an embedded
   * one nobody runs yet.
   *
   * @param progress told in a few words what takes time
   */
  public static Bank open(Location location, Consumer<String> progress) {
    return at(location).progress(progress).open();
  }

  /** A bank to be opened. */
  public static Opening at(Location location) {
    return new Opening(location);
  }

  /**
   * Stops the embedded server of a directory before its idle timeout is over; the next one to open
   * the bank starts it again.
   *
   * @param patience how long those who have the bank open may take to close it
   * @return false if it was not running
   * @throws NoSuchBankException if there is no bank in the directory
   */
  public static boolean stopServer(Path directory, Duration patience) {
    return Database.stop(directory, patience);
  }

  /** The log. */
  public EventStore store() {
    return store;
  }

  /** The accounts. */
  public AggregateRepository<Account, AccountEvent> accounts() {
    return accounts;
  }

  /** The overdraft limits, by the ids of their accounts. */
  public AggregateRepository<OverdraftLimit, LimitEvent> limits() {
    return limits;
  }

  /** The transfers. */
  public Transfers transfers() {
    return transfers;
  }

  /** The read models, as far as they were brought by {@link #catchUp}. */
  public BankQueries queries() {
    return queries;
  }

  /** The tables of the read models. */
  public PostgresProjections projections() {
    return projections;
  }

  /** What an operator looks at; stays open with the bank. */
  OpenedSystem opened() {
    return OpenedSystem.of(store, projections);
  }

  /**
   * Names of the read models whose rows an earlier program has left in another form; they must be
   * made anew before the others are used. Empty as a rule.
   */
  public List<String> outdated() {
    return BankQueries.PROJECTIONS.stream()
        .map(projections::status)
        .filter(ProjectionStatus::isOutdated)
        .map(ProjectionStatus::name)
        .toList();
  }

  /** The read models that somebody has told to wait, with the positions at which they do. */
  public List<ProjectionStatus> paused() {
    return BankQueries.PROJECTIONS.stream()
        .map(projections::status)
        .filter(Bank::isPaused)
        .toList();
  }

  private static boolean isPaused(ProjectionStatus status) {
    return status.state() == SubscriberState.PAUSED;
  }

  private List<ReadModelDefinition<?, ?>> notPaused() {
    List<ReadModelDefinition<?, ?>> all = new ArrayList<>(BankQueries.PROJECTIONS);
    all.removeIf(projection -> isPaused(projections.status(projection)));
    return all;
  }

  /**
   * Brings all read models but those that are {@linkplain #paused paused} to the head that the log
   * has now. One that fails keeps no other from it; its error is thrown in the end.
   */
  public void catchUp() {
    List<RuntimeException> failures = new ArrayList<>();
    for (ReadModelDefinition<?, ?> projection : notPaused()) {
      try {
        projections.catchUp(projection);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /**
   * As {@link #catchUp()}, each read model on a thread of its own.
   *
   * @param progress told now and then through which position they are up to date
   */
  public void catchUp(LongConsumer progress) {
    List<ReadModelDefinition<?, ?>> going = notPaused();
    if (!going.isEmpty()) {
      catchUp(going, progress);
    }
  }

  /**
   * Brings one projection to the head that the log has now, be it a read model of the bank or not.
   *
   * @param progress told now and then through which position it is up to date
   * @throws IllegalStateException if it is paused
   */
  public void catchUp(ReadModelDefinition<?, ?> projection, LongConsumer progress) {
    catchUp(List.of(projection), progress);
  }

  private void catchUp(List<ReadModelDefinition<?, ?>> going, LongConsumer progress) {
    ExecutorService threads = Executors.newFixedThreadPool(going.size());
    try {
      List<Future<?>> all = new ArrayList<>();
      for (ReadModelDefinition<?, ?> projection : going) {
        all.add(threads.submit(() -> projections.catchUp(projection)));
      }
      while (!all.stream().allMatch(Future::isDone)) {
        progress.accept(projected(going));
        LockSupport.parkNanos(REPORT_NANOS);
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while read models caught up", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The position through which all read models were brought at last that are not paused. */
  public long projected() {
    return projected(notPaused());
  }

  private long projected(List<ReadModelDefinition<?, ?>> some) {
    ReadModels readModels = ReadModels.of(projections);
    return some.stream()
        .mapToLong(projection -> readModels.of(projection).position())
        .min()
        .orElse(0);
  }

  /**
   * What comes after a write: brings the read models up to it, and carries through transfers that a
   * crash has left unfinished.
   */
  public void settle() {
    catchUp();
    List<TransferLine> unfinished = queries.unfinishedTransfers();
    if (!unfinished.isEmpty()) {
      unfinished.forEach(transfer -> transfers.resume(transfer.id()));
      catchUp();
    }
  }

  /** Stops what was started. */
  @Override
  public void close() {
    resources.close();
  }

  /** How to open a bank. Not thread-safe. */
  public static final class Opening {
    private final Location location;
    private Consumer<String> progress = text -> {};
    private Consumer<String> warnings = text -> {};
    private boolean existing;

    private Opening(Location location) {
      this.location = location;
    }

    /** Who is told in a few words what takes time. */
    public Opening progress(Consumer<String> listener) {
      this.progress = listener;
      return this;
    }

    /** Who is told when the database is away, and when it is back; by any thread. */
    public Opening warnings(Consumer<String> listener) {
      this.warnings = listener;
      return this;
    }

    /** No bank is made where none is. */
    public Opening existing() {
      this.existing = true;
      return this;
    }

    /**
     * Opens it.
     *
     * @throws NoSuchBankException if it must exist and does not
     */
    public Bank open() {
      if (existing) {
        Database.requireExisting(location);
      }
      Resources resources = new Resources();
      try {
        return new Bank(resources, Database.open(location, resources, progress), warnings);
      } catch (RuntimeException e) {
        try (resources) {
          throw e;
        }
      }
    }
  }
}
