package axon5;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.conversion.json.JacksonConverter;
import org.axonframework.eventsourcing.eventstore.AggregateBasedConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.core.unitofwork.TransactionalUnitOfWorkFactory;
import org.axonframework.messaging.core.unitofwork.UnitOfWorkFactory;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.conversion.DelegatingEventConverter;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GapAwareTrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.hibernate.cfg.Configuration;

/**
 * Axon 5 with AggregateBasedJpaEventStorageEngine, Hibernate and HikariCP. Args:
 * schema|w1|w2|w3|w5long|w5short|w6 DATABASE AMOUNT [BATCH]. Prints one rate per second.
 */
public final class Axon5 {
  /**
   * One EntityManager per transaction, bound to the thread; an inner transaction joins the outer
   * one.
   */
  static final class Jpa implements TransactionManager {
    final EntityManagerFactory factory;
    final ThreadLocal<EntityManager> current = new ThreadLocal<>();

    Jpa(EntityManagerFactory factory) {
      this.factory = factory;
    }

    @Override
    public Transaction startTransaction() {
      if (current.get() != null)
        return new Transaction() {
          public void commit() {}

          public void rollback() {}
        };
      EntityManager em = factory.createEntityManager();
      current.set(
          (EntityManager)
              Proxy.newProxyInstance(
                  EntityManager.class.getClassLoader(),
                  new Class<?>[] {EntityManager.class},
                  (p, method, args) -> {
                    if (method.getName().equals("close"))
                      return null; // the engine closes it, as if a container owned it
                    try {
                      return method.invoke(em, args);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }));
      em.getTransaction().begin();
      return new Transaction() {
        public void commit() {
          try {
            em.getTransaction().commit();
          } finally {
            end();
          }
        }

        public void rollback() {
          try {
            em.getTransaction().rollback();
          } finally {
            end();
          }
        }

        void end() {
          current.remove();
          em.close();
        }
      };
    }
  }

  private final Jpa jpa;
  private final JacksonConverter converter = new JacksonConverter(new ObjectMapper());
  private final AggregateBasedJpaEventStorageEngine engine;
  private final UnitOfWorkFactory units;
  private final double amount;

  Axon5(String database, double amount, int batch) {
    this.amount = amount;
    String host = System.getenv().getOrDefault("PGHOST", "127.0.0.1"),
        port = System.getenv().getOrDefault("PGPORT", "5432");
    var c = new Configuration().addAnnotatedClass(AggregateEventEntry.class);
    c.setProperty(
        "hibernate.connection.url", "jdbc:postgresql://" + host + ":" + port + "/" + database);
    c.setProperty(
        "hibernate.connection.username", System.getenv().getOrDefault("PGUSER", "postgres"));
    c.setProperty("hibernate.connection.provider_class", "hikari");
    c.setProperty("hibernate.hikari.maximumPoolSize", "17");
    c.setProperty("hibernate.connection.autocommit", "false");
    c.setProperty("hibernate.connection.provider_disables_autocommit", "true");
    c.setProperty("hibernate.hikari.autoCommit", "false");
    c.setProperty("hibernate.jdbc.batch_size", "50");
    c.setProperty("hibernate.dialect", ByteaDialect.class.getName());
    c.setProperty("hibernate.hbm2ddl.auto", "update");
    c.setProperty("hibernate.globally_quoted_identifiers", "true"); // the sequence name has dashes
    jpa = new Jpa(c.buildSessionFactory());
    engine =
        new AggregateBasedJpaEventStorageEngine(
            jpa.current::get,
            jpa,
            new DelegatingEventConverter(converter),
            x -> x.batchSize(batch));
    units =
        new TransactionalUnitOfWorkFactory(
            jpa, new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE));
  }

  private static EventCriteria stream(String id) {
    return EventCriteria.havingTags(Tag.of("Account", id));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  void append(String id, long version, int count) {
    var events = new ArrayList<TaggedEventMessage<?>>(count);
    for (long n = version; n < version + count; n++) {
      EventMessage m =
          new GenericEventMessage(
              new MessageType("Booked"),
              Event.of(id, n),
              Map.of("correlationId", "c-" + (1_000_000_000L + n), "user", "user-17"));
      events.add(new GenericTaggedEventMessage<>(m, Set.of(Tag.of("Account", id))));
    }
    var condition =
        AppendCondition.withCriteria(stream(id))
            .withMarker(new AggregateBasedConsistencyMarker(id, version - 1));
    units
        .create()
        .executeWithResult(
            context ->
                engine
                    .appendEvents(condition, context, (List) events)
                    .thenCompose(
                        t ->
                            ((AppendTransaction<Object>) t)
                                .commit(context)
                                .thenCompose(
                                    r -> ((AppendTransaction<Object>) t).afterCommit(r, context))))
        .join();
  }

  private long fold(Map<String, long[]> totals, org.axonframework.messaging.core.Message m) {
    if (m.payload() == null) return 0; // the terminal message
    Event e = m.payloadAs(Event.class, converter);
    long[] t = totals.computeIfAbsent(e.account(), k -> new long[2]);
    t[0]++;
    t[1] += e.amount();
    return 1;
  }

  long load(String id) {
    var totals = new HashMap<String, long[]>();
    return engine
        .source(SourcingCondition.conditionFor(stream(id)), null)
        .reduce(0L, (n, e) -> n + fold(totals, e.message()))
        .join();
  }

  double replay() throws Exception {
    var totals = new HashMap<String, long[]>();
    long n = 0, from = System.nanoTime();
    var s =
        engine.stream(
            StreamingCondition.startingFrom(GapAwareTrackingToken.newInstance(0, List.of())), null);
    while (n < amount) {
      var next = s.next();
      if (next.isPresent()) n += fold(totals, next.get().message());
      else if (s.error().isPresent()) throw new IllegalStateException(s.error().get());
    }
    double rate = n * 1e9 / (System.nanoTime() - from);
    s.close();
    return rate;
  }

  double appenders(int threads, int size) throws Exception {
    var stop = new AtomicBoolean();
    var measuring = new AtomicBoolean();
    var count = new AtomicLong();
    String run = Long.toString(System.nanoTime(), 36);
    var pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      String prefix = "account-" + run + "-" + t + "-";
      pool.submit(
          () -> {
            try {
              var versions = new long[50];
              for (int i = 0; !stop.get(); i++) {
                int k = i % 50;
                append(prefix + k, versions[k], size);
                versions[k] += size;
                if (measuring.get() && !stop.get()) count.addAndGet(size);
              }
            } catch (Throwable e) {
              e.printStackTrace();
              System.exit(1);
            }
          });
    }
    Thread.sleep(6000); // this JVM is new: let it compile
    measuring.set(true);
    long from = System.nanoTime();
    Thread.sleep((long) (amount * 1000));
    double rate = count.get() * 1e9 / (System.nanoTime() - from);
    stop.set(true);
    pool.shutdown();
    pool.awaitTermination(20, TimeUnit.SECONDS);
    return rate;
  }

  double loads(String kind, int count, long expected) {
    int n = 0;
    for (long end = System.nanoTime() + 5_000_000_000L; System.nanoTime() < end; n++)
      load(kind.formatted(n % count));
    long from = System.nanoTime();
    for (n = 0; System.nanoTime() - from < amount * 1e9; n++)
      if (load(kind.formatted(n % count)) != expected) throw new IllegalStateException();
    return n * 1e9 / (System.nanoTime() - from);
  }

  public static void main(String[] a) throws Exception {
    var x =
        new Axon5(
            a[1],
            a.length > 2 ? Double.parseDouble(a[2]) : 0,
            a.length > 3 ? Integer.parseInt(a[3]) : 100);
    double rate =
        switch (a[0]) {
          case "schema" -> {
            x.append("seed", 0, 2);
            System.err.println(x.load("seed"));
            yield 1;
          }
          case "w1" -> x.appenders(1, 1);
          case "w2" -> x.appenders(16, 1);
          case "w3" -> x.appenders(16, 10);
          case "w5long" -> x.loads("account-L%06d", 180, 1000);
          case "w5short" -> x.loads("account-S%06d", 2000, 10);
          case "w6" -> {
            x.replay();
            yield x.replay();
          }
          default -> throw new IllegalArgumentException(a[0]);
        };
    System.out.println(rate);
    System.exit(0);
  }
}
