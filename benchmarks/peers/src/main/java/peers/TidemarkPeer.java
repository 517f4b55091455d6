package peers;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.WrongExpectedVersionException;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresMigrations;
import io.tidemark.projection.Projection;
import io.tidemark.subscription.Subscription;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tidemark as an application uses it. Payloads go through the Jackson that the other peers use. */
final class TidemarkPeer implements Peer {
  private static final String SCHEMA = "tidemark";
  private static final Codec CODEC = new Codec();

  private static final Projection<String, Balance> BALANCES =
      Projection.named("balance_tidemark", Balance.class, Balance::account)
          .from("account", CODEC)
          .keyedBy((event, recorded) -> event.account())
          .fold(
              (row, event, recorded) ->
                  new Balance(
                      event.account(),
                      row == null ? 1 : row.count() + 1,
                      (row == null ? 0 : row.sum()) + event.amount()));

  private final String database;
  private final HikariDataSource pool;
  private final PostgresEventStore store;
  private final PostgresEventStore subscribersStore;

  /** The row of the projection. */
  record Balance(String account, long count, long sum) {}

  /**
   * @param otherNode true: the subscriber has its own store, as it would in another JVM
   */
  TidemarkPeer(String database, boolean otherNode) {
    this.database = database;
    pool = Db.pool(database, true, 17, "");
    store = open();
    subscribersStore = otherNode ? open() : store;
  }

  private PostgresEventStore open() {
    return PostgresEventStore.builder(pool).schema(SCHEMA).withoutMigration().build();
  }

  static void createSchema(String database) {
    try (HikariDataSource pool = Db.pool(database, true, 4, "")) {
      PostgresMigrations.migrate(pool, SCHEMA);
    }
  }

  @Override
  public void append(String stream, long version, List<Event> events) throws Conflict {
    try {
      store.append(
          StreamId.parse(stream),
          ExpectedVersion.exactly(version),
          events.stream()
              .map(event -> CODEC.encode(event, metadata(event), Instant.now()))
              .toList());
    } catch (WrongExpectedVersionException e) {
      throw new Conflict(e);
    }
  }

  private static Metadata metadata(Event event) {
    return Metadata.of(Map.of("correlationId", "c-" + event.reference(), "user", "user-17"));
  }

  <A extends Aggregate<Event>> AggregateRepository<A, Event> repository(
      String category, Supplier<A> factory) {
    return AggregateRepository.of(category, factory, store, CODEC);
  }

  @Override
  public long version(String stream) {
    StreamQuery last = StreamQuery.of(StreamId.parse(stream)).backward().limit(1);
    try (Stream<RecordedEvent> events = store.readStream(last)) {
      return events.findFirst().map(RecordedEvent::version).orElse(0L);
    }
  }

  @Override
  public Totals load(String stream) {
    try (Stream<RecordedEvent> events = store.readStream(StreamQuery.of(StreamId.parse(stream)))) {
      return fold(events);
    }
  }

  @Override
  public Totals replay() {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      return fold(events);
    }
  }

  private static Totals fold(Stream<RecordedEvent> events) {
    Totals totals = new Totals();
    for (Iterator<RecordedEvent> rest = events.iterator(); rest.hasNext(); ) {
      CODEC.decode(rest.next()).forEach(totals::add);
    }
    return totals;
  }

  @Override
  public void project(long events) throws Exception {
    Db.execute(
        database,
        "drop table if exists tidemark.balance_tidemark",
        "drop table if exists tidemark.projections");
    PostgresProjections.of(store).catchUp(BALANCES);
  }

  @Override
  public AutoCloseable subscribe(LongConsumer handler) {
    Subscription subscription =
        Subscription.of(subscribersStore, LogQuery.all().after(subscribersStore.head()));
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                for (RecordedEvent event : subscription.next(Duration.ofSeconds(1)).events()) {
                  CODEC.decode(event).forEach(decoded -> handler.accept(decoded.n()));
                }
              }
            });
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join();
    };
  }

  @Override
  public void close() {
    if (subscribersStore != store) {
      subscribersStore.close();
    }
    store.close();
    pool.close();
  }

  /** The peers' event, in the JSON that all of them store. */
  private static final class Codec implements EventCodec<Event> {
    private static final String TYPE = "Booked";

    @Override
    public EventData encode(Event event, Metadata metadata, Instant occurredAt) {
      return new EventData(EventIds.next(), TYPE, event.json(), metadata, occurredAt);
    }

    @Override
    public List<Event> decode(RecordedEvent event) {
      return List.of(Event.parse(event.data()));
    }

    @Override
    public Set<String> types() {
      return Set.of(TYPE);
    }
  }
}
