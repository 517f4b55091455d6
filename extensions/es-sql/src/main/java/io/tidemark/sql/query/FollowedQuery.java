package io.tidemark.sql.query;

import io.tidemark.AsOf;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A statement on its way along the log, in memory. Not thread-safe. */
final class FollowedQuery {
  private final QueryRows rows;
  private final Consumer<SqlChange> listener;
  private final List<Tuple> removed = new ArrayList<>();
  private final List<Tuple> added = new ArrayList<>();
  private long position;

  FollowedQuery(QueryRows rows, Consumer<SqlChange> listener) {
    this.rows = rows;
    this.listener = listener;
  }

  /** Waits for events, until it is over. */
  void run(EventStore store, Projection<UUID, Tuple> projection, BooleanSupplier isOver) {
    LiveProjection<UUID, Tuple> live = LiveProjection.of(projection, store);
    live.rows(AsOf.position(0)).values().forEach(row -> rows.shown(row).forEach(added::add));
    live.follow(
        this::add,
        () -> {
          tell(); // what follows is of other events
          return isOver.getAsBoolean();
        });
  }

  private void add(RowStep<UUID, Tuple> step) {
    if (step.event().position() != position) {
      tell();
      position = step.event().position();
    }
    step.before().ifPresent(row -> rows.shown(row).forEach(removed::add));
    step.after().ifPresent(row -> rows.shown(row).forEach(added::add));
  }

  private void tell() {
    for (Tuple row : List.copyOf(removed)) {
      if (added.remove(row)) { // of several copies some stay
        removed.remove(row);
      }
    }
    if (!removed.isEmpty() || !added.isEmpty()) {
      listener.accept(new SqlChange(position, removed, added));
      removed.clear();
      added.clear();
    }
  }
}
