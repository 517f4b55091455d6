package io.tidemark.admin;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.store.EventStore;
import io.tidemark.verify.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * The selected events in the order of the log, up to the head that it has now; close it if it is
   * not read to its end.
   */
  public Stream<RecordedEvent> events(EventSelection selection) {
    return new SelectedEvents(store, selection).read();
  }

  /**
   * Where to begin in order to see the last so many selected events: the position of the first of
   * them, or one before all of them if there are fewer. Looks at the log from its end, and no
   * further than need be.
   */
  public long startOfLast(EventSelection selection, long count) {
    return new SelectedEvents(store, selection).startOfLast(count);
  }

  /** The selected events up to now, and then what comes. */
  public EventFeed follow(EventSelection selection) {
    return new SelectedEvents(store, selection).follow();
  }

  /**
   * The streams that have a selected event, in the order of their names. Reads the part of the log
   * that is selected by position, time and category, and keeps a line per stream.
   */
  public List<StreamSummary> streams(EventSelection selection) {
    return ListedStreams.of(new SelectedEvents(store, selection));
  }

  /**
   * Whether the system is well: the log can be read, the server's clock is not behind it, an
   * acknowledged append is durable, no projection has failed, is too far behind, misses whoever ran
   * it, or has parked events. Changes nothing.
   *
   * @param maxLag how many positions a projection may be behind
   */
  public HealthReport health(long maxLag) {
    return health(maxLag, false);
  }

  /**
   * The same.
   *
   * @param needsRunner whether a projection that nobody runs is wrong even if nobody is missed
   */
  public HealthReport health(long maxLag, boolean needsRunner) {
    return new SystemHealth(store, this::projections, handlers(), maxLag, needsRunner).report();
  }

  /**
   * The system in figures: sizes, growth, connections, the ordering lock, versions.
   *
   * @throws IllegalStateException if the log is not on PostgreSQL
   */
  public SystemInfo info() {
    return SystemFigures.of(store).info();
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

  /** Where each handler of the system keeps its checkpoint, by name. */
  private Map<String, CheckpointStore> handlers() {
    Map<String, CheckpointStore> handlers = new LinkedHashMap<>();
    for (String name : system.handlers()) {
      handlers.put(
          name,
          opened
              .checkpoints()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Handler %s: expected where its checkpoint is, by OpenedSystem.withCheckpoints, actual nothing"
                              .formatted(name))));
    }
    return handlers;
  }

  /** How far each projection got, and who runs it. Does not bring them further. */
  public List<ProjectionStatus> projections() {
    return definitions().stream().map(projections::status).toList();
  }

  /** The names of all projections, in the order in which they are listed. */
  public List<String> projectionNames() {
    return definitions().stream().map(ReadModelDefinition::name).toList();
  }

  private List<ReadModelDefinition<?, ?>> definitions() {
    return system.projections(projections);
  }

  /** Where the read models are, for who adds commands of his own. */
  public PostgresProjections readModels() {
    return projections;
  }

  /**
   * One projection, to be looked after.
   *
   * @throws IllegalArgumentException if the system has none of that name
   */
  public AdministeredProjection<?, ?> projection(String name) {
    return definitions().stream()
        .filter(projection -> projection.name().equals(name))
        .findFirst()
        .map(projection -> administered(projections, projection))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No projection %s: expected one of %s"
                        .formatted(name, String.join(", ", projectionNames()))));
  }

  private static <K, V> AdministeredProjection<K, V> administered(
      PostgresProjections projections, ReadModelDefinition<K, V> projection) {
    return new AdministeredProjection<>(projections, projection);
  }

  /**
   * Verifies the log, and each read model against a fresh replay, after bringing it up to date.
   *
   * @param progress told up to which position the log has been checked
   */
  public List<Check> verify(LongConsumer progress) {
    return new SystemVerification(store, projections, definitions()).run(progress);
  }

  /** Closes what was opened for it. */
  @Override
  public void close() {
    opened.resources().run();
  }
}
