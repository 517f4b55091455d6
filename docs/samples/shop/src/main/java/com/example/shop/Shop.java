package com.example.shop;

import com.example.shop.customer.Customer;
import com.example.shop.customer.CustomerEvent;
import com.example.shop.customer.Emails;
import com.example.shop.order.Order;
import com.example.shop.order.OrderEvent;
import com.example.shop.order.OrderLine;
import com.example.shop.payment.Pay;
import com.example.shop.payment.Payment;
import com.example.shop.payment.PaymentDecider;
import com.example.shop.payment.PaymentEvent;
import com.example.shop.view.CustomerRow;
import com.example.shop.view.OrderRow;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.aggregate.DeciderRunner;
import io.tidemark.aggregate.StreamConditionException;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresSnapshotStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The shop in one piece: what one can ask of it, and what follows from that. Thread-safe. */
public final class Shop implements AutoCloseable {
  private static final String SCHEMA = "tidemark";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PostgresEventStore store;
  private final AggregateRepository<Customer, CustomerEvent> customers;
  private final AggregateRepository<Order, OrderEvent> orders;
  private final DeciderRunner<Pay, Payment, PaymentEvent> payments;
  private final Emails emails;
  private final ReadModelRepository<String, CustomerRow> customerRows;
  private final ReadModelRepository<String, OrderRow> orderRows;
  private final UnpaidOrders unpaidOrders;
  private final SubscriptionRunner runner;

  /**
   * Opens the shop and starts what follows the log.
   *
   * @param clock says when things happen
   * @param publisher is told what others may know; more than once after a crash
   */
  public Shop(HikariDataSource dataSource, Clock clock, Consumer<Publication> publisher) {
    ShopMetrics metrics = new ShopMetrics(meters);
    // region open
    store = PostgresEventStore.builder(dataSource).schema(SCHEMA).listener(metrics).build();
    SnapshotStore snapshots = PostgresSnapshotStore.of(dataSource, SCHEMA);
    customers =
        AggregateRepository.of(Customer.CATEGORY, Customer::new, store, Customer.CODEC)
            .withSnapshots(snapshots, SnapshotPolicy.every(10), Customer.STATE)
            .withClock(clock);
    orders =
        AggregateRepository.of(Order.CATEGORY, Order::new, store, Order.CODEC).withClock(clock);
    payments =
        DeciderRunner.of(PaymentDecider.CATEGORY, new PaymentDecider(), store, PaymentDecider.CODEC)
            .withClock(clock);
    emails = new Emails(store, clock);
    // end
    // region follow
    PostgresProjections projections = PostgresProjections.of(store);
    customerRows = ReadModels.of(projections).of(CustomerRow.PROJECTION);
    orderRows =
        ReadModels.of(projections).of(OrderRow.PROJECTION).withTimeout(Duration.ofSeconds(1));
    unpaidOrders = new UnpaidOrders(orderRows, orders, clock);
    CheckpointStore checkpoints = PostgresCheckpointStore.of(dataSource, SCHEMA);
    runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(CustomerRow.PROJECTION))
            .add(projections.exactlyOnce(OrderRow.PROJECTION))
            .add(confirmations(checkpoints))
            .add(publications(checkpoints, publisher))
            .listener(metrics)
            .build();
    runner.start();
    // end
  }

  // region confirm
  /** Tells the order that its payment is settled. */
  private Subscriber confirmations(CheckpointStore checkpoints) {
    return HandlerSubscriber.atLeastOnce("confirmations", checkpoints)
        .fromBeginning(store)
        .events(
            LogQuery.all().categories(Set.of(PaymentDecider.CATEGORY)).types(Set.of("Settled")),
            PaymentDecider.CODEC)
        .handledBy(
            (event, recorded) ->
                orders.execute(recorded.stream().key(), causedBy(recorded), Order::confirmPaid));
  }

  private static Metadata causedBy(RecordedEvent event) {
    return Metadata.of(Metadata.CAUSATION_ID, event.id().toString());
  }

  // end
  // region publish
  /** Tells others what became of orders, in the order in which it happened. */
  private Subscriber publications(CheckpointStore checkpoints, Consumer<Publication> publisher) {
    return HandlerSubscriber.atLeastOnce("publications", checkpoints)
        .fromBeginning(store)
        .events(LogQuery.all().categories(Set.of(Order.CATEGORY)), Order.CODEC)
        .handledBy(
            (event, recorded) ->
                publisher.accept(
                    new Publication(
                        recorded.id(),
                        recorded.stream().key(),
                        event.getClass().getSimpleName(),
                        recorded.occurredAt())));
  }

  // end

  // region commands
  /** Makes somebody a customer. The address is claimed first, by a stream of its own. */
  public CommandResult register(String customer, String name, String email) {
    customers.load(customer).requireEmail(email); // what is refused claims nothing
    emails.claim(email, customer);
    return customers.execute(customer, it -> it.register(name, email));
  }

  /** Customers never go away, so the one that was looked up is still there afterwards. */
  public CommandResult place(String order, String customer, List<OrderLine> lines) {
    if (!customers.load(customer).isRegistered()) {
      throw new NotFoundException("customer", customer);
    }
    return orders.execute(order, it -> it.place(customer, lines));
  }

  /** Takes money for an order. That the order is paid follows, by {@link #confirmations}. */
  public CommandResult pay(String order, String reference, BigDecimal amount) {
    return payments.execute(order, new Pay(reference, amount, existing(order).total()));
  }

  /** Cancels an order that is not paid. */
  public CommandResult cancel(String order) {
    try {
      return orders
          .withExpectedVersion(ExpectedVersion.streamExists())
          .execute(order, Order::cancel);
    } catch (StreamConditionException e) {
      throw new NotFoundException("order", order);
    }
  }

  // end

  private Order existing(String order) {
    Order existing = orders.load(order);
    if (existing.version() == 0) {
      throw new NotFoundException("order", order);
    }
    return existing;
  }

  /** Cancels the orders whose time to be paid is over. */
  public void cancelUnpaidOrders() {
    unpaidOrders.cancel();
  }

  // region queries
  /** All customers, as far as the read model is. */
  public List<CustomerRow> customers() {
    return customerRows.findAll();
  }

  /** All orders, as they were when the log had got to this point. */
  public List<OrderRow> orders(AsOf point) {
    return orderRows.asOf(point).findAll();
  }

  /**
   * An order, with everything up to this position.
   *
   * @param position what a command returned; 0 for whatever the read model has
   */
  public OrderRow order(String id, long position) {
    return orderRows
        .awaiting(position)
        .find(id)
        .orElseThrow(() -> new NotFoundException("order", id));
  }

  // end

  /** Waits until all that follows the log has got to its end. */
  void catchUp() {
    runner.catchUp(Duration.ofSeconds(30));
  }

  /** The log, for tests. */
  PostgresEventStore store() {
    return store;
  }

  /** Whether everything that follows the log is at work. */
  public boolean isHealthy() {
    return runner.isAlive();
  }

  /** Of everything that follows the log: its state, or the error that stopped it. */
  public Map<String, String> followers() {
    Map<String, String> followers = new LinkedHashMap<>();
    for (SubscriberStatus status : runner.status()) {
      followers.put(status.name(), status.error().orElse(status.state().name()));
    }
    return followers;
  }

  /** Its meters, as text. */
  public String metrics() {
    return meters.getMetersAsString();
  }

  @Override
  public void close() {
    runner.close();
    store.close();
    meters.close();
  }
}
