package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Flink's window operators. It has none with a row per event in the order of time. */
public record FlinkStream(int parallelism) implements Contender {
  private static final TypeInformation<long[]> LONGS =
      PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;
  private static final TypeInformation<Tuple4<Integer, Long, Long, Long>> ROW =
      Types.TUPLE(Types.INT, Types.LONG, Types.LONG, Types.LONG);

  @Override
  public String name() {
    return "Flink DataStream, parallelism " + parallelism;
  }

  @Override
  public boolean can(Workload work) {
    return work != Workload.T3;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) throws Exception {
    StreamExecutionEnvironment environment = FlinkCluster.environment(parallelism);
    KeyedStream<Tuple3<Integer, Long, Long>, Integer> keyed =
        FlinkCluster.source(environment, events, work.isByTime())
            .keyBy(event -> event.f0, Types.INT);
    windowed(work, keyed)
        .sinkTo(
            new RowSink<Tuple4<Integer, Long, Long, Long>>(
                (row, out) -> out.add(row.f0, row.f1, row.f2, row.f3)));
    return FlinkCluster.job(environment, rows);
  }

  private static DataStream<Tuple4<Integer, Long, Long, Long>> windowed(
      Workload work, KeyedStream<Tuple3<Integer, Long, Long>, Integer> keyed) {
    Duration minute = Duration.ofMillis(Workload.MINUTE);
    return switch (work) {
      case T1 -> ofTime(keyed, TumblingEventTimeWindows.of(minute));
      case T2 ->
          ofTime(keyed, SlidingEventTimeWindows.of(Duration.ofMillis(Workload.RANGE), minute));
      case T3 -> throw new UnsupportedOperationException("Flink has no such operator");
      case T4 -> keyed.countWindow(Workload.ROWS, 1).apply(new SumOfLast(), ROW);
      case T5 ->
          keyed
              .countWindow(Workload.BATCH)
              .aggregate(new CountAndSum(), new WithKey(), LONGS, LONGS, ROW);
      case T6 -> ofTime(keyed, EventTimeSessionWindows.withGap(Duration.ofMillis(Workload.GAP)));
    };
  }

  private static DataStream<Tuple4<Integer, Long, Long, Long>> ofTime(
      KeyedStream<Tuple3<Integer, Long, Long>, Integer> keyed,
      WindowAssigner<Object, TimeWindow> windows) {
    return keyed.window(windows).aggregate(new CountAndSum(), new WithBegin(), LONGS, LONGS, ROW);
  }

  private static final class CountAndSum
      implements AggregateFunction<Tuple3<Integer, Long, Long>, long[], long[]> {
    @Override
    public long[] createAccumulator() {
      return new long[2];
    }

    @Override
    public long[] add(Tuple3<Integer, Long, Long> event, long[] state) {
      state[0]++;
      state[1] += event.f1;
      return state;
    }

    @Override
    public long[] getResult(long[] state) {
      return state;
    }

    @Override
    public long[] merge(long[] one, long[] other) {
      one[0] += other[0];
      one[1] += other[1];
      return one;
    }
  }

  private static final class WithBegin
      extends ProcessWindowFunction<
          long[], Tuple4<Integer, Long, Long, Long>, Integer, TimeWindow> {
    @Override
    public void process(
        Integer key,
        Context context,
        Iterable<long[]> states,
        Collector<Tuple4<Integer, Long, Long, Long>> out) {
      long[] state = states.iterator().next();
      out.collect(Tuple4.of(key, context.window().getStart(), state[0], state[1]));
    }
  }

  private static final class WithKey
      extends ProcessWindowFunction<
          long[], Tuple4<Integer, Long, Long, Long>, Integer, GlobalWindow> {
    @Override
    public void process(
        Integer key,
        Context context,
        Iterable<long[]> states,
        Collector<Tuple4<Integer, Long, Long, Long>> out) {
      long[] state = states.iterator().next();
      out.collect(Tuple4.of(key, 0L, state[0], state[1]));
    }
  }

  /** A window with an evictor keeps its events, so the sum is made anew for each. */
  private static final class SumOfLast
      implements WindowFunction<
          Tuple3<Integer, Long, Long>, Tuple4<Integer, Long, Long, Long>, Integer, GlobalWindow> {
    @Override
    public void apply(
        Integer key,
        GlobalWindow window,
        Iterable<Tuple3<Integer, Long, Long>> events,
        Collector<Tuple4<Integer, Long, Long, Long>> out) {
      long count = 0;
      long sum = 0;
      long time = 0;
      for (Tuple3<Integer, Long, Long> event : events) {
        count++;
        sum += event.f1;
        time = event.f2;
      }
      out.collect(Tuple4.of(key, time, count, sum));
    }
  }
}
