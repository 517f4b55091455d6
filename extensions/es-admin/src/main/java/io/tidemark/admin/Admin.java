package io.tidemark.admin;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.verify.Check;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be asked of a running system. What a command line or a console shows comes from here.
 * Thread-safe.
 */
public final class Admin implements AutoCloseable {
  private final AdministeredSystem system;
  private final OpenedSystem opened;
  private final EventStore store;
  private final PostgresProjections projections;

  Admin(AdministeredSystem system, OpenedSystem opened) {
    this.system = system;
    this.opened = opened;
    this.store = opened.store();
    this.projections = opened.projections();
  }

  /** The position of the last event; 0 if there is none. */
  public long head() {
    return store.head();
  }

  /** The selected events in the order of the log; close it if it is not read to its end. */
  public Stream<RecordedEvent> events(EventSelection selection) {
    return selection.readFrom(store);
  }

  /** All streams in the order of their names. Reads the whole log, and keeps a line per stream. */
  public List<StreamSummary> streams() {
    Map<StreamId, StreamSummary> streams = new TreeMap<>();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      events.forEach(
          event ->
              streams.put(
                  event.stream(),
                  new StreamSummary(event.stream(), event.version(), event.position())));
    }
    return List.copyOf(streams.values());
  }

  /**
   * The state of an aggregate at a point, by replaying its events; empty if it has none there.
   *
   * @throws IllegalArgumentException if this system has no aggregate of that category
   */
  public Optional<StreamState> state(StreamId stream, AsOf point) {
    Versioned<?> loaded = aggregate(stream).load(store, stream.key(), point);
    return loaded.version() == 0
        ? Optional.empty()
        : Optional.of(new StreamState(stream, loaded.version(), loaded.state()));
  }

  private NamedAggregate aggregate(StreamId stream) {
    return system.aggregates().stream()
        .filter(aggregate -> aggregate.category().equals(stream.category()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No aggregate for %s: expected a stream %s"
                        .formatted(
                            stream,
                            system.aggregates().stream()
                                .map(aggregate -> aggregate.category() + "-...")
                                .collect(Collectors.joining(" or ")))));
  }

  /** How far each projection got. Does not bring them further. */
  public List<SubscriberStatus> projections() {
    return system.projections().stream().map(projections::status).toList();
  }

  /**
   * Rebuilds a projection from history beside the one that serves, then switches. If an earlier
   * replay was cut off, goes on from there.
   *
   * @param progress told now and then how far it got
   * @throws IllegalArgumentException if the system has no projection of that name
   */
  public RebuildProgress replay(String projection, Consumer<RebuildProgress> progress) {
    return Replays.of(projections).rebuild(projection(projection), progress);
  }

  private Projection<?, ?> projection(String name) {
    return system.projections().stream()
        .filter(projection -> projection.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No projection %s: expected one of %s"
                        .formatted(
                            name,
                            system.projections().stream()
                                .map(Projection::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Verifies the log, and each read model against a fresh replay, after bringing it up to date.
   *
   * @param progress told up to which position the log has been checked
   */
  public List<Check> verify(LongConsumer progress) {
    return new SystemVerification(store, projections, system.projections()).run(progress);
  }

  /** Closes what was opened for it. */
  @Override
  public void close() {
    opened.resources().run();
  }
}
