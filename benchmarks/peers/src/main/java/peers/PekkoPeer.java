package peers;

import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.eventsourced.EventEnvelope;
import org.apache.pekko.projection.eventsourced.javadsl.EventSourcedProvider;
import org.apache.pekko.projection.jdbc.JdbcSession;
import org.apache.pekko.projection.jdbc.javadsl.JdbcHandler;
import org.apache.pekko.projection.jdbc.javadsl.JdbcProjection;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Apache Pekko Persistence JDBC: one EventSourcedBehavior actor per stream, tag "account", Jackson
 * serialization, no snapshots.
 */
final class PekkoPeer implements Peer {
  interface Command {}

  record Append(List<Event> events, ActorRef<Done> replyTo) implements Command {}

  record Get(ActorRef<Totals> replyTo) implements Command {}

  record Stop(ActorRef<Done> replyTo) implements Command {}

  static final class Account extends EventSourcedBehavior<Command, Event, Totals> {
    Account(String stream) {
      super(PersistenceId.ofUniqueId(stream));
    }

    @Override
    public Totals emptyState() {
      return new Totals();
    }

    @Override
    public Set<String> tagsFor(Event e) {
      return Set.of("account");
    }

    @Override
    public CommandHandler<Command, Event, Totals> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Append.class,
              (s, c) ->
                  Effect().persist(c.events()).thenReply(c.replyTo(), x -> Done.getInstance()))
          .onCommand(Get.class, (s, c) -> Effect().reply(c.replyTo(), s))
          .onCommand(
              Stop.class, (s, c) -> Effect().stop().thenReply(c.replyTo(), x -> Done.getInstance()))
          .build();
    }

    @Override
    public EventHandler<Totals, Event> eventHandler() {
      return newEventHandlerBuilder()
          .forAnyState()
          .onEvent(
              Event.class,
              (s, e) -> {
                s.add(e);
                return s;
              })
          .build();
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private final ActorSystem<SpawnProtocol.Command> system;
  private final Map<String, ActorRef<Command>> actors = new ConcurrentHashMap<>();
  private final HikariDataSource pool;
  private final int group;

  /**
   * @param tuned false: reference.conf defaults (query buffer 500, polling 1 s, projection group
   *     20); true: query buffer 10,000, polling 50 ms, projection group 1000
   */
  PekkoPeer(String database, boolean tuned) {
    group = tuned ? 1000 : 20;
    pool = Db.pool(database, false, 4, "");
    String slick =
        "slick { profile = \"slick.jdbc.PostgresProfile$\", db { url = \""
            + Db.url(database)
            + "\", driver = org.postgresql.Driver, numThreads = 16, maxConnections = 16, minConnections = 16 } }\n";
    var config =
        ConfigFactory.parseString(
            """
            pekko.loglevel = WARNING
            pekko.persistence.journal.plugin = jdbc-journal
            pekko.actor.serialization-bindings { "peers.Event" = jackson-json }
            pekko.projection.jdbc { dialect = postgres-dialect, blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size = 4 }
            pekko-persistence-jdbc.shared-databases { %s }
            jdbc-journal.use-shared-db = slick
            jdbc-read-journal.use-shared-db = slick
            """
                    .formatted(slick)
                + (tuned
                    ? "jdbc-read-journal { max-buffer-size = 10000, refresh-interval = 50ms, journal-sequence-retrieval.query-delay = 50ms }"
                    : ""));
    system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "pekko" + (tuned ? "Tuned" : ""),
            config.withFallback(ConfigFactory.load()));
  }

  private ActorRef<Command> spawn(String stream) {
    return AskPattern.<SpawnProtocol.Command, ActorRef<Command>>ask(
            system,
            r -> new SpawnProtocol.Spawn<>(new Account(stream), "", Props.empty(), r),
            TIMEOUT,
            system.scheduler())
        .toCompletableFuture()
        .join();
  }

  @Override
  public void append(String stream, long version, List<Event> events) {
    var actor = actors.computeIfAbsent(stream, this::spawn);
    AskPattern.<Command, Done>ask(actor, r -> new Append(events, r), TIMEOUT, system.scheduler())
        .toCompletableFuture()
        .join();
  }

  /** A stream has one writer actor, so there is no expected version to check. */
  @Override
  public long version(String stream) {
    return 0;
  }

  /** Recovery of a stopped actor. */
  @Override
  public Totals load(String stream) {
    var actor = spawn(stream);
    Totals t =
        AskPattern.<Command, Totals>ask(actor, Get::new, TIMEOUT, system.scheduler())
            .toCompletableFuture()
            .join();
    AskPattern.<Command, Done>ask(actor, Stop::new, TIMEOUT, system.scheduler())
        .toCompletableFuture()
        .join();
    return t;
  }

  private JdbcReadJournal journal() {
    return PersistenceQuery.get(system)
        .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
  }

  @Override
  public Totals replay() {
    var t = new Totals();
    journal()
        .currentEventsByTag("account", Offset.noOffset())
        .runWith(Sink.foreach(e -> t.add((Event) e.event())), system)
        .toCompletableFuture()
        .join();
    return t;
  }

  static final class Session implements JdbcSession {
    private final Connection c;

    Session(HikariDataSource pool) {
      try {
        c = pool.getConnection();
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public <R> R withConnection(org.apache.pekko.japi.function.Function<Connection, R> f)
        throws Exception {
      return f.apply(c);
    }

    @Override
    public void commit() throws java.sql.SQLException {
      c.commit();
    }

    @Override
    public void rollback() throws java.sql.SQLException {
      c.rollback();
    }

    @Override
    public void close() throws java.sql.SQLException {
      c.close();
    }
  }

  @Override
  public void project(long events) throws Exception {
    try (Connection c = pool.getConnection();
        var s = c.createStatement()) {
      s.execute("drop table if exists balance_pekko");
      s.execute(
          "create table balance_pekko(account text primary key, count bigint not null, sum bigint not null)");
      c.commit();
    }
    JdbcProjection.createTablesIfNotExists(() -> new Session(pool), system)
        .toCompletableFuture()
        .join();
    var left = new CountDownLatch((int) events);
    var projection =
        JdbcProjection.<Offset, EventEnvelope<Event>, Session>groupedWithin(
                ProjectionId.of("balance", "p" + System.nanoTime()),
                EventSourcedProvider.<Event>eventsByTag(
                    system, JdbcReadJournal.Identifier(), "account"),
                () -> new Session(pool),
                () ->
                    new JdbcHandler<List<EventEnvelope<Event>>, Session>() {
                      @Override
                      public void process(Session session, List<EventEnvelope<Event>> envelopes)
                          throws Exception {
                        session.withConnection(
                            c -> {
                              try (var s =
                                  c.prepareStatement(
                                      "insert into balance_pekko as b values(?,1,?) on conflict(account) do update set count=b.count+1, sum=b.sum+excluded.sum")) {
                                for (var e : envelopes) {
                                  s.setString(1, e.event().account());
                                  s.setLong(2, e.event().amount());
                                  s.executeUpdate();
                                }
                              }
                              return Done.getInstance();
                            });
                        for (int i = envelopes.size(); i > 0; i--) left.countDown();
                      }
                    },
                system)
            .withGroup(group, Duration.ofMillis(500));
    ActorRef<ProjectionBehavior.Command> ref =
        AskPattern.<SpawnProtocol.Command, ActorRef<ProjectionBehavior.Command>>ask(
                system,
                r ->
                    new SpawnProtocol.Spawn<>(
                        ProjectionBehavior.create(projection), "", Props.empty(), r),
                TIMEOUT,
                system.scheduler())
            .toCompletableFuture()
            .join();
    if (!left.await(120, java.util.concurrent.TimeUnit.SECONDS))
      throw new IllegalStateException(left.getCount() + " left");
    ref.tell(ProjectionBehavior.stopMessage());
  }

  @Override
  public AutoCloseable subscribe(LongConsumer handler) throws Exception {
    long head = 0;
    try (Connection c = pool.getConnection();
        var s = c.createStatement()) {
      var r = s.executeQuery("select coalesce(max(ordering),0) from event_journal");
      r.next();
      head = r.getLong(1);
      c.commit();
    }
    var kill =
        journal()
            .eventsByTag("account", Offset.sequence(head))
            .viaMat(KillSwitches.single(), Keep.right())
            .toMat(Sink.foreach(e -> handler.accept(((Event) e.event()).n())), Keep.left())
            .run(system);
    return kill::shutdown;
  }

  @Override
  public void close() {
    system.terminate();
    pool.close();
  }
}
