package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The last ten events of each key, or its batches, as a processor with a store. */
final class KafkaCounting extends ContextualProcessor<Integer, Long, Void, Void> {
  private final String storeName;
  private final Workload work;
  private final Rows.Part out;
  private @Nullable KeyValueStore<Integer, long[]> store;

  KafkaCounting(String storeName, Workload work, Rows.Part out) {
    this.storeName = storeName;
    this.work = work;
    this.out = out;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    store = context.getStateStore(storeName);
  }

  @Override
  public void process(Record<Integer, Long> event) {
    if (event.key() < 0) {
      return;
    }
    KeyValueStore<Integer, long[]> kept = Objects.requireNonNull(store);
    long[] before = kept.get(event.key());
    long[] after =
        work == Workload.T4
            ? lastTen(event, before == null ? new long[Workload.ROWS + 2] : before)
            : batch(event, before == null ? new long[2] : before);
    kept.put(event.key(), after);
  }

  private long[] lastTen(Record<Integer, Long> event, long[] state) {
    int at = (int) (state[Workload.ROWS]++ % Workload.ROWS);
    state[Workload.ROWS + 1] += event.value() - state[at];
    state[at] = event.value();
    out.add(
        event.key(),
        event.timestamp(),
        Math.min(state[Workload.ROWS], Workload.ROWS),
        state[Workload.ROWS + 1]);
    return state;
  }

  private long[] batch(Record<Integer, Long> event, long[] state) {
    state[0]++;
    state[1] += event.value();
    if (state[0] < Workload.BATCH) {
      return state;
    }
    out.add(event.key(), 0, state[0], state[1]);
    return new long[2];
  }
}
