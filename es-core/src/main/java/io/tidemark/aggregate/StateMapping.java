package io.tidemark.aggregate;

import io.tidemark.snapshot.SnapshotForm;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the state of an aggregate is taken out into a record and put back, for snapshots. The record
 * holds all that {@link Aggregate#apply} changes.
 *
 * @param <A> the aggregate
 * @param <M> the record
 */
public final class StateMapping<A, M> {
  private final SnapshotForm<M> form;
  private final Function<A, M> capture;
  private final BiConsumer<A, M> restore;

  private StateMapping(SnapshotForm<M> form, Function<A, M> capture, BiConsumer<A, M> restore) {
    this.form = form;
    this.capture = Objects.requireNonNull(capture, "capture");
    this.restore = Objects.requireNonNull(restore, "restore");
  }

  /** By these functions; {@code restore} is given a new aggregate. */
  public static <A, M> StateMapping<A, M> of(
      Class<M> record, Function<A, M> capture, BiConsumer<A, M> restore) {
    return new StateMapping<>(SnapshotForm.ofState(record), capture, restore);
  }

  SnapshotForm<M> form() {
    return form;
  }

  M capture(A aggregate) {
    return capture.apply(aggregate);
  }

  A restore(A fresh, M state) {
    restore.accept(fresh, state);
    return fresh;
  }
}
