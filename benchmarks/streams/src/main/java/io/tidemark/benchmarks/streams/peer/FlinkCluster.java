package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One cluster in this process for all runs, and the events as a stream from memory: state on the
 * heap, no checkpoints, objects reused, which is its fastest.
 */
final class FlinkCluster {
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(64);
  private static final int SLOTS = 4;

  /** What tasks of this process read: static, since Flink would serialize anything else. */
  private static volatile List<Tuple3<Integer, Long, Long>> tuples = List.of();

  private static @Nullable MiniCluster cluster;

  private FlinkCluster() {}

  private static synchronized MiniCluster cluster() throws Exception {
    if (cluster == null) {
      Configuration configuration = new Configuration();
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
      configuration.set(RestOptions.BIND_PORT, "0"); // any: others run beside it
      cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(SLOTS)
                  .build());
      cluster.start();
    }
    return cluster;
  }

  static StreamExecutionEnvironment environment(int parallelism) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    environment.setParallelism(parallelism);
    environment.getConfig().enableObjectReuse();
    return environment;
  }

  /**
   * The events in their order from one task, as key, amount and time.
   *
   * @param hasTime whether Flink itself is to know the times
   */
  static DataStream<Tuple3<Integer, Long, Long>> source(
      StreamExecutionEnvironment environment, Event[] events, boolean hasTime) {
    tuples =
        Arrays.stream(events)
            .map(event -> Tuple3.of(event.key(), event.amount(), event.time()))
            .toList();
    WatermarkStrategy<Tuple3<Integer, Long, Long>> watermarks =
        hasTime
            ? WatermarkStrategy.<Tuple3<Integer, Long, Long>>forBoundedOutOfOrderness(
                    Duration.ofMillis(Event.DELAY))
                .withTimestampAssigner((event, before) -> event.f2)
            : WatermarkStrategy.noWatermarks();
    TypeInformation<Tuple3<Integer, Long, Long>> type =
        Types.TUPLE(Types.INT, Types.LONG, Types.LONG);
    return environment
        .fromSource(
            new DataGeneratorSource<>(FlinkCluster::tuple, events.length, type),
            watermarks,
            "events")
        .setParallelism(1);
  }

  private static Tuple3<Integer, Long, Long> tuple(Long index) {
    return tuples.get(index.intValue());
  }

  /** The job, ready to be run. */
  static Contender.Run job(StreamExecutionEnvironment environment, Rows rows) throws Exception {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    MiniCluster running = cluster();
    return () -> {
      RowSink.tellTo(rows);
      running.executeJobBlocking(graph);
    };
  }
}
