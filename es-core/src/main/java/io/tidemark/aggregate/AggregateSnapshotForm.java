package io.tidemark.aggregate;

import io.tidemark.StreamId;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotForm;
import java.util.Optional;

/** The state is taken out of an aggregate and put into a new one. */
record AggregateSnapshotForm<A extends Aggregate<?>, M>(
    AggregateLogic<A, ?> logic, StateMapping<A, M> mapping) implements SnapshotForm<A> {
  @Override
  public Snapshot write(StreamId stream, long version, A aggregate) {
    return mapping.form().write(stream, version, mapping.capture(aggregate));
  }

  @Override
  public Optional<A> read(Snapshot snapshot) {
    return mapping.form().read(snapshot).map(state -> restore(snapshot, state));
  }

  private A restore(Snapshot snapshot, M state) {
    A aggregate = mapping.restore(logic.initial(snapshot.stream()), state);
    aggregate.continueFrom(snapshot.version());
    return aggregate;
  }
}
