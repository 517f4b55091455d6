package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams without a broker: stores in memory, no changelog, final rows. It has no operators
 * for the last ten events and for batches, so these are processors as its users write them.
 */
public final class KafkaStreamsDriver implements Contender {
  private static final String STORE = "windows";
  private static final String TOPIC = "events";
  private static final int EVENTS_OF_SLOW_WORKS = 200_000;
  private static final int EVENTS_A_LOOK = 50_000;
  private static final Duration RETENTION = Duration.ofHours(1);

  /** It looks for windows that have closed at most once a second. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Of an event that is no event but closes what is open. */
  private static final int END = -1;

  @Override
  public String name() {
    return "Kafka Streams, TopologyTestDriver";
  }

  @Override
  public boolean can(Workload work) {
    return work != Workload.T3;
  }

  @Override
  public int limit(Workload work) {
    return work == Workload.T2 || work == Workload.T6 ? EVENTS_OF_SLOW_WORKS : Integer.MAX_VALUE;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) throws IOException {
    Rows.Part out = rows.part();
    StreamsBuilder builder = new StreamsBuilder();
    build(builder, work, out);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "benchmark");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("benchmark-kafka").toString());
    TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties);
    TestInputTopic<Integer, Long> input =
        driver.createInputTopic(TOPIC, Serdes.Integer().serializer(), Serdes.Long().serializer());
    return new Run() {
      @Override
      public void run() {
        for (int i = 0; i < events.length; i++) {
          input.pipeInput(events[i].key(), events[i].amount(), events[i].time());
          if (i % EVENTS_A_LOOK == 0) {
            driver.advanceWallClockTime(LOOK);
          }
        }
        driver.advanceWallClockTime(LOOK);
        input.pipeInput(END, 0L, events[events.length - 1].time() + RETENTION.toMillis() / 2);
        out.flush();
      }

      @Override
      public void finish() {
        driver.close();
      }
    };
  }

  private static void build(StreamsBuilder builder, Workload work, Rows.Part out) {
    KStream<Integer, Long> events =
        builder.stream(TOPIC, Consumed.with(Serdes.Integer(), Serdes.Long()));
    KGroupedStream<Integer, Long> grouped =
        events.groupByKey(Grouped.with(Serdes.Integer(), Serdes.Long()));
    switch (work) {
      case T1 -> hopping(grouped, Workload.MINUTE, out);
      case T2 -> hopping(grouped, Workload.RANGE, out);
      case T3 -> throw new UnsupportedOperationException("Kafka Streams has no such operator");
      case T4, T5 -> {
        builder.addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(STORE), Serdes.Integer(), new KafkaLongs())
                .withLoggingDisabled());
        events.process(() -> new KafkaCounting(STORE, work, out), STORE);
      }
      case T6 -> sessions(grouped, out);
    }
  }

  private static void hopping(KGroupedStream<Integer, Long> events, long size, Rows.Part out) {
    Materialized<Integer, long[], WindowStore<Bytes, byte[]>> store =
        Materialized.<Integer, long[]>as(
                Stores.inMemoryWindowStore(STORE, RETENTION, Duration.ofMillis(size), false))
            .withKeySerde(Serdes.Integer())
            .withValueSerde(new KafkaLongs())
            .withLoggingDisabled();
    events
        .windowedBy(
            TimeWindows.ofSizeAndGrace(Duration.ofMillis(size), Duration.ofMillis(Event.DELAY))
                .advanceBy(Duration.ofMillis(Workload.MINUTE)))
        .emitStrategy(EmitStrategy.onWindowClose())
        .aggregate(() -> new long[2], KafkaStreamsDriver::plus, store)
        .toStream()
        .foreach((window, state) -> tell(window, state, out));
  }

  /**
   * Its sessions in memory are ordered by their end, so that an event costs as much as there are
   * sessions; so they are where it keeps them unless told, in RocksDB.
   */
  private static void sessions(KGroupedStream<Integer, Long> events, Rows.Part out) {
    Materialized<Integer, long[], SessionStore<Bytes, byte[]>> store =
        Materialized.<Integer, long[], SessionStore<Bytes, byte[]>>as(STORE)
            .withRetention(RETENTION)
            .withKeySerde(Serdes.Integer())
            .withValueSerde(new KafkaLongs())
            .withLoggingDisabled();
    events
        .windowedBy(
            SessionWindows.ofInactivityGapAndGrace(
                Duration.ofMillis(Workload.GAP), Duration.ofMillis(Event.DELAY)))
        .emitStrategy(EmitStrategy.onWindowClose())
        .aggregate(
            () -> new long[2],
            KafkaStreamsDriver::plus,
            (key, one, other) -> new long[] {one[0] + other[0], one[1] + other[1]},
            store)
        .toStream()
        .foreach((window, state) -> tell(window, state, out));
  }

  private static long[] plus(Integer key, Long amount, long[] state) {
    return new long[] {state[0] + 1, state[1] + amount};
  }

  private static void tell(Windowed<Integer> window, long @Nullable [] state, Rows.Part out) {
    if (state != null && window.key() > END) {
      out.add(window.key(), window.window().start(), state[0], state[1]);
    }
  }
}
