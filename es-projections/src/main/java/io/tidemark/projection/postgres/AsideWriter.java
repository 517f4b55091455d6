package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.PutAside;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts events of one shard aside, in the transaction that moves its checkpoint. Thread-safe. */
final class AsideWriter<K> {
  private final ReadModelSchema schema;
  private final Projection<K, ?> projection;
  private final Slot slot;
  private final Shard shard;
  private final ParkedTable parked;
  private volatile boolean prepared;

  AsideWriter(ReadModelSchema schema, Projection<K, ?> projection, Slot slot, Shard shard) {
    this.schema = schema;
    this.projection = projection;
    this.slot = slot;
    this.shard = shard;
    this.parked = schema.parked();
  }

  /** Who may have to put events aside needs the table. Not within a transaction. */
  void prepare() {
    if (prepared || projection.failurePolicy() == FailurePolicy.STOP) {
      return;
    }
    if (!schema.jdbc().inSession(parked::exists)) {
      schema
          .jdbc()
          .inTransaction(
              session -> {
                schema.checkpoints().createIfMissing(session);
                parked.createIfMissing(session);
                return true;
              });
    }
    prepared = true;
  }

  /** Those of an earlier version of the rows are of no use to the next. */
  void forget(Session session) {
    if (parked.exists(session)) {
      parked.delete(session, projection.name(), slot);
    }
  }

  /** Which of these keys wait. */
  Set<K> waiting(Session session, Set<K> keys) {
    Map<String, K> byText = new HashMap<>();
    keys.forEach(key -> byText.put(projection.keyText(key), key));
    return parked.waiting(session, projection.name(), slot, byText.keySet()).stream()
        .map(byText::get)
        .collect(Collectors.toSet());
  }

  /** Gives how many of them wait. */
  long put(Session session, List<PutAside<K>> aside) {
    if (aside.isEmpty()) {
      return 0;
    }
    PutAside.tell(projection, aside);
    parked.put(
        session,
        projection.name(),
        slot,
        aside.stream().map(each -> ParkedEvent.of(projection, each)).toList());
    long waiting = aside.stream().filter(PutAside::isWaiting).count();
    if (waiting > 0) {
      schema.checkpoints().park(session, projection.name(), slot, shard, waiting);
    }
    return waiting;
  }
}
