package io.tidemark.projection.postgres.state;

import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.TupleCodec;

/**
 * About how much memory an entry takes: it may hold a long text. Only some are looked at, since to
 * write one costs time. Not thread-safe.
 */
final class EntryWeight {
  /** Of one whose value is short. */
  private static final int LEAST = 500;

  private static final int ONE_IN = 32;

  private long told;
  private long looked;
  private long bytes;

  /** There is one more. */
  void tell(Entry entry) {
    if (told++ % ONE_IN == 0) {
      bytes += TupleCodec.encode(entry.value()).length;
      looked++;
    }
  }

  /** Of one entry, in bytes. */
  long average() {
    return LEAST + (looked == 0 ? 0 : bytes / looked);
  }

  /** How many take so many bytes. */
  long most(long memory) {
    return memory / average();
  }
}
