package io.tidemark.snapshot;

import io.tidemark.StreamId;
import io.tidemark.codec.StateCodec;
import io.tidemark.codec.StateData;
import java.util.Optional;

/** The state itself is written. */
record StateSnapshotForm<S>(StateCodec<S> codec) implements SnapshotForm<S> {
  static <S> StateSnapshotForm<S> of(Class<S> state) {
    return new StateSnapshotForm<>(StateCodec.of(state));
  }

  @Override
  public Snapshot write(StreamId stream, long version, S state) {
    StateData written = codec.write(state);
    return new Snapshot(stream, version, written.type(), written.data());
  }

  @Override
  public Optional<S> read(Snapshot snapshot) {
    return codec.read(new StateData(snapshot.type(), snapshot.data()));
  }
}
