package io.tidemark.aggregate;

import io.tidemark.StreamId;
import io.tidemark.codec.StateCodec;
import io.tidemark.store.Snapshot;
import java.util.Optional;

/** How a state becomes a snapshot, and a state again. */
interface SnapshotForm<S> {

  /** The snapshot of a state. */
  Snapshot write(StreamId stream, long version, S state);

  /** The state; empty if the snapshot has another shape or cannot be read. */
  Optional<S> read(Snapshot snapshot);

  /** The state itself is written. */
  record OfState<S>(StateCodec<S> codec) implements SnapshotForm<S> {
    @Override
    public Snapshot write(StreamId stream, long version, S state) {
      return codec.write(stream, version, state);
    }

    @Override
    public Optional<S> read(Snapshot snapshot) {
      return codec.read(snapshot);
    }
  }

  /** The state is taken out of an aggregate and put into a new one. */
  record OfAggregate<A extends Aggregate<?>, M>(AggregateModel<A, ?> model, StateMapping<A, M> map)
      implements SnapshotForm<A> {
    @Override
    public Snapshot write(StreamId stream, long version, A aggregate) {
      return map.codec().write(stream, version, map.capture(aggregate));
    }

    @Override
    public Optional<A> read(Snapshot snapshot) {
      return map.codec().read(snapshot).map(state -> restore(snapshot, state));
    }

    private A restore(Snapshot snapshot, M state) {
      A aggregate = map.restore(model.initial(snapshot.stream()), state);
      aggregate.continueFrom(snapshot.version());
      return aggregate;
    }
  }
}
