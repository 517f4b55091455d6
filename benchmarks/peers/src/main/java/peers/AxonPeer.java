package peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Axon Framework 4: EmbeddedEventStore over JdbcEventStorageEngine, HikariCP, JacksonSerializer.
 */
final class AxonPeer implements Peer {
  private final HikariDataSource pool;
  private final ConnectionProvider connections;
  private final JacksonSerializer serializer =
      JacksonSerializer.builder().objectMapper(new ObjectMapper().findAndRegisterModules()).build();
  private final JdbcEventStorageEngine engine;
  private final EmbeddedEventStore store;
  private final Transactions transactions;
  private final EmbeddedEventStore consumerStore;
  private final int processorBatch;

  /**
   * @param readBatch storage engine batch size; Axon's default is 100
   * @param processorBatch events per transaction of the event processor; Axon's default is 1
   * @param otherNode true: the subscriber has its own EmbeddedEventStore, as it would in another
   *     JVM
   */
  AxonPeer(String database, int readBatch, int processorBatch, boolean otherNode) {
    this.processorBatch = processorBatch;
    pool = Db.pool(database, false, 17, readBatch == 100 ? "" : "&reWriteBatchedInserts=true");
    transactions = new Transactions(pool);
    connections =
        new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(pool));
    engine =
        JdbcEventStorageEngine.builder()
            .connectionProvider(connections)
            .transactionManager(NoTransactionManager.INSTANCE)
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .batchSize(readBatch)
            .build();
    store = EmbeddedEventStore.builder().storageEngine(engine).build();
    consumerStore = otherNode ? EmbeddedEventStore.builder().storageEngine(engine).build() : store;
  }

  void createSchema() {
    DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("schema"))
        .execute(
            () -> {
              engine.createSchema(PostgresEventTableFactory.INSTANCE);
            });
    transactions.executeInTransaction(
        () -> tokenStore().createSchema(PostgresTokenTableFactory.INSTANCE));
  }

  private JdbcTokenStore tokenStore() {
    return JdbcTokenStore.builder().connectionProvider(transactions).serializer(serializer).build();
  }

  @Override
  public void append(String stream, long version, List<Event> events) throws Exception {
    var messages = new java.util.ArrayList<GenericDomainEventMessage<Event>>(events.size());
    for (Event e : events)
      messages.add(
          new GenericDomainEventMessage<>(
              "Account",
              stream,
              version + messages.size(),
              e,
              Map.of("correlationId", "c-" + (1_000_000_000L + e.n()), "user", "user-17")));
    try {
      DefaultUnitOfWork.startAndGet(messages.get(0)).execute(() -> store.publish(messages));
    } catch (Exception e) {
      for (Throwable t = e; t != null; t = t.getCause())
        if (t instanceof ConcurrencyException
            || String.valueOf(t.getMessage()).contains("duplicate key")) throw new Conflict(e);
      throw e;
    }
  }

  @Override
  public long version(String stream) {
    return store.lastSequenceNumberFor(stream).map(n -> n + 1).orElse(0L);
  }

  @Override
  public Totals load(String stream) {
    var t = new Totals();
    store.readEvents(stream).forEachRemaining(m -> t.add((Event) m.getPayload()));
    return t;
  }

  /**
   * The storage engine's own tracked stream: below any event processor, so an upper bound for Axon.
   */
  @Override
  public Totals replay() {
    var t = new Totals();
    engine.readEvents(null, false).forEach(m -> t.add((Event) m.getPayload()));
    return t;
  }

  /**
   * Thread-bound JDBC transactions for the processors: what Spring's DataSourceTransactionManager
   * would provide.
   */
  private static final class Transactions implements TransactionManager, ConnectionProvider {
    private final HikariDataSource pool;
    private final ThreadLocal<Connection> current = new ThreadLocal<>();

    Transactions(HikariDataSource pool) {
      this.pool = pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection c = current.get();
      return c == null
          ? pool.getConnection()
          : ConnectionWrapperFactory.wrap(c, new ConnectionWrapperFactory.NoOpCloseHandler());
    }

    @Override
    public Transaction startTransaction() {
      if (current.get() != null)
        return new Transaction() {
          public void commit() {}

          public void rollback() {}
        };
      try {
        Connection c = pool.getConnection();
        current.set(c);
        return new Transaction() {
          public void commit() {
            end(true);
          }

          public void rollback() {
            end(false);
          }

          void end(boolean commit) {
            current.remove();
            try (c) {
              if (commit) c.commit();
              else c.rollback();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        };
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private PooledStreamingEventProcessor processor(
      Object handler, TokenStore tokens, boolean fromHead) {
    var coordinator = Executors.newScheduledThreadPool(1);
    var workers = Executors.newScheduledThreadPool(2);
    return PooledStreamingEventProcessor.builder()
        .name("p" + System.nanoTime())
        .eventHandlerInvoker(SimpleEventHandlerInvoker.builder().eventHandlers(handler).build())
        .errorHandler(PropagatingErrorHandler.instance())
        .messageSource(consumerStore)
        .tokenStore(tokens)
        .transactionManager(transactions)
        .coordinatorExecutor(coordinator)
        .workerExecutor(workers)
        .initialSegmentCount(1)
        .batchSize(processorBatch)
        .initialToken(fromHead ? s -> s.createHeadToken() : s -> s.createTailToken())
        .build();
  }

  /** The handler's upsert and the JDBC token share the processor's transaction. */
  public final class BalanceHandler {
    private final CountDownLatch left;

    BalanceHandler(long events) {
      left = new CountDownLatch((int) events);
    }

    @EventHandler
    public void on(Event e) throws Exception {
      Connection c = transactions.getConnection();
      try (var s =
          c.prepareStatement(
              "insert into balance_axon as b values(?,1,?) on conflict(account) do update set count=b.count+1, sum=b.sum+excluded.sum")) {
        s.setString(1, e.account());
        s.setLong(2, e.amount());
        s.executeUpdate();
      }
      left.countDown();
    }
  }

  @Override
  public void project(long events) throws Exception {
    try (Connection c = pool.getConnection();
        var s = c.createStatement()) {
      s.execute("drop table if exists balance_axon");
      s.execute(
          "create table balance_axon(account text primary key, count bigint not null, sum bigint not null)");
      c.commit();
    }
    var handler = new BalanceHandler(events);
    var processor = processor(handler, tokenStore(), false);
    processor.start();
    if (!handler.left.await(120, java.util.concurrent.TimeUnit.SECONDS))
      throw new IllegalStateException(handler.left.getCount() + " left");
    processor.shutDown();
  }

  public static final class LiveHandler {
    private final LongConsumer to;

    LiveHandler(LongConsumer to) {
      this.to = to;
    }

    @EventHandler
    public void on(Event e) {
      to.accept(e.n());
    }
  }

  /** The older TrackingEventProcessor instead of the pooled one. */
  AutoCloseable subscribeTracking(LongConsumer to) {
    var processor =
        TrackingEventProcessor.builder()
            .name("t" + System.nanoTime())
            .eventHandlerInvoker(
                SimpleEventHandlerInvoker.builder().eventHandlers(new LiveHandler(to)).build())
            .errorHandler(PropagatingErrorHandler.instance())
            .messageSource(consumerStore)
            .tokenStore(new InMemoryTokenStore())
            .transactionManager(NoTransactionManager.INSTANCE)
            .trackingEventProcessorConfiguration(
                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                    .andBatchSize(processorBatch)
                    .andInitialTrackingToken(s -> s.createHeadToken()))
            .build();
    processor.start();
    return processor::shutDown;
  }

  @Override
  public AutoCloseable subscribe(LongConsumer to) {
    var processor = processor(new LiveHandler(to), new InMemoryTokenStore(), true);
    processor.start();
    return processor::shutDown;
  }

  @Override
  public void close() {
    store.shutDown();
    if (consumerStore != store) consumerStore.shutDown();
    pool.close();
  }
}
