package io.tidemark.store;

/** What a page of events was read for. */
public enum PageKind {
  /** {@link EventStore#readStream}. */
  STREAM,
  /** {@link EventStore#readAll}. */
  LOG,
  /** {@link EventStore#readBatch}: what subscriptions read. */
  BATCH
}
