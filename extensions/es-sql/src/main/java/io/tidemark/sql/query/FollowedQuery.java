package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A statement on its way along the log, in memory. Not thread-safe. */
final class FollowedQuery {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final EventStore store;
  private final ReplayedEvents<UUID, Tuple> replayed;
  private final QueryRows rows;
  private final Map<UUID, Tuple> stored = new HashMap<>();

  FollowedQuery(EventStore store, Projection<UUID, Tuple> projection, QueryRows rows) {
    this.store = store;
    this.replayed = new ReplayedEvents<>(projection);
    this.rows = rows;
  }

  /** Waits for events, until it is over. */
  void run(Consumer<SqlChange> listener, BooleanSupplier isOver) {
    Subscription events = Subscription.of(store, replayed.query()).withName("followed query");
    while (!isOver.getAsBoolean()) {
      List<RowStep<UUID, Tuple>> steps = new ArrayList<>();
      replayed.batch(events.next(LOOK).events()).applyTo(stored, new HashSet<>(), steps::add);
      replayed.accept();
      tell(steps, listener);
    }
  }

  private void tell(List<RowStep<UUID, Tuple>> steps, Consumer<SqlChange> listener) {
    for (int i = 0; i < steps.size(); ) {
      long position = steps.get(i).event().position();
      List<Tuple> removed = new ArrayList<>();
      List<Tuple> added = new ArrayList<>();
      for (; i < steps.size() && steps.get(i).event().position() == position; i++) {
        steps.get(i).before().ifPresent(row -> rows.shown(row).forEach(removed::add));
        steps.get(i).after().ifPresent(row -> rows.shown(row).forEach(added::add));
      }
      for (Tuple row : List.copyOf(removed)) {
        if (added.remove(row)) { // of several copies some stay
          removed.remove(row);
        }
      }
      if (!removed.isEmpty() || !added.isEmpty()) {
        listener.accept(new SqlChange(position, removed, added));
      }
    }
  }
}
