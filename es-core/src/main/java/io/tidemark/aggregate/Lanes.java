package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The lanes in use, one for each stream on which a command is being executed. */
final class Lanes<S> {
  private final Map<StreamId, Counted<S>> inUse = new ConcurrentHashMap<>();

  /** Does some work on the lane of a stream, which is there at least as long. */
  <R> R on(StreamId stream, Function<StreamId, Lane<S>> create, Function<Lane<S>, R> work) {
    Counted<S> entered =
        inUse.compute(
            stream,
            (id, there) ->
                there == null
                    ? new Counted<>(create.apply(id), 1)
                    : new Counted<>(there.lane, there.users + 1));
    try {
      return work.apply(entered.lane);
    } finally {
      inUse.computeIfPresent(
          stream,
          (id, there) -> there.users == 1 ? null : new Counted<>(there.lane, there.users - 1));
    }
  }

  int size() {
    return inUse.size();
  }

  private record Counted<S>(Lane<S> lane, int users) {}
}
