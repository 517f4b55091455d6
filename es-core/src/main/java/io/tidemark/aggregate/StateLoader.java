package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.codec.EventCodec;
import io.tidemark.snapshot.Snapshots;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** Folds the events of a stream into its state, from a snapshot on if one can be used. */
record StateLoader<S, E>(
    DecisionLogic<?, S, E> logic, EventStore store, EventCodec<E> codec, Snapshots<S> snapshots) {

  /** The state of a stream at a point. */
  Versioned<S> load(StreamId stream, AsOf point) {
    return snapshots
        .find(stream, point)
        .flatMap(snapshot -> loadFrom(snapshot, stream, point))
        .orElseGet(() -> loadFromStart(stream, point));
  }

  /** A state with the events that came after it. */
  Versioned<S> catchUp(Versioned<S> known, StreamId stream) {
    try (Stream<RecordedEvent> events =
        store.readStream(StreamQuery.of(stream).after(known.version()))) {
      return fold(known, events.iterator());
    }
  }

  private Versioned<S> loadFromStart(StreamId stream, AsOf point) {
    Versioned<S> start = new Versioned<>(logic.initial(stream), 0);
    try (Stream<RecordedEvent> events = store.readStream(StreamQuery.of(stream).until(point))) {
      return fold(start, events.iterator());
    }
  }

  /**
   * Reads the last event of the snapshot too: if it is missing, the log was set back behind the
   * snapshot, which then tells of what never happened.
   */
  private Optional<Versioned<S>> loadFrom(Versioned<S> snapshot, StreamId stream, AsOf point) {
    StreamQuery query = StreamQuery.of(stream).after(snapshot.version() - 1).until(point);
    try (Stream<RecordedEvent> stored = store.readStream(query)) {
      Iterator<RecordedEvent> events = stored.iterator();
      if (!events.hasNext() || events.next().version() != snapshot.version()) {
        return Optional.empty();
      }
      return Optional.of(fold(snapshot, events));
    }
  }

  private Versioned<S> fold(Versioned<S> start, Iterator<RecordedEvent> events) {
    S state = start.state();
    long version = start.version();
    while (events.hasNext()) {
      RecordedEvent event = events.next();
      version = event.version();
      state = logic.replay(state, codec.decode(event), version);
    }
    return new Versioned<>(state, version);
  }
}
