package io.tidemark.subscription;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the positions of what it was given, together with its checkpoint: all of a batch or none.
 */
class LedgerSubscriber implements Subscriber {
  private final Consumer<EventBatch> check;
  private final List<Long> ledger = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private Checkpoint checkpoint;

  LedgerSubscriber(EventStore store, Consumer<EventBatch> check) {
    this.check = check;
    this.checkpoint = Checkpoint.beginningOf(store);
  }

  /** Takes everything. */
  static LedgerSubscriber willing(EventStore store) {
    return new LedgerSubscriber(store, batch -> {});
  }

  static void append(EventStore store, int events) {
    for (int i = 0; i < events; i++) {
      store.append(
          StreamId.of("thing", "1"), ExpectedVersion.any(), List.of(EventData.of("Done", "{}")));
    }
  }

  static boolean contains(EventBatch batch, long position) {
    return batch.events().stream().anyMatch(event -> event.position() == position);
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public LogQuery query() {
    return LogQuery.all();
  }

  @Override
  public synchronized Checkpoint open() {
    return checkpoint;
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    check.accept(batch);
    synchronized (this) {
      if (!from.equals(checkpoint)) {
        return Optional.empty();
      }
      batch.events().stream().map(RecordedEvent::position).forEach(ledger::add);
      checkpoint = from.after(batch);
      return Optional.of(checkpoint);
    }
  }

  @Override
  public synchronized void failed(String error) {
    errors.add(error);
  }

  synchronized List<Long> ledger() {
    return List.copyOf(ledger);
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }
}
