package io.tidemark.admin;

import io.tidemark.history.Explanation;
import io.tidemark.parking.ParkedCounts;
import io.tidemark.parking.Parking;
import io.tidemark.parking.RedriveReport;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildEstimate;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.replay.SwitchPolicy;
import io.tidemark.replay.WhatIf;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.row.RowComponent;
import io.tidemark.store.Direction;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be asked of, and done to, one projection of a system. Keys of rows are told as text.
 * Thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class AdministeredProjection<K, V> {
  private final PostgresProjections projections;
  private final ReadModelDefinition<K, V> projection;

  AdministeredProjection(PostgresProjections projections, ReadModelDefinition<K, V> projection) {
    this.projections = projections;
    this.projection = projection;
  }

  /** Its name. */
  public String name() {
    return projection.name();
  }

  /** Tells what is in its rows. Not API. */
  public RowText rowText() {
    return new RowText(projection);
  }

  /** How far it is, and who runs it. Does not bring it further. */
  public ProjectionStatus status() {
    return projections.status(projection);
  }

  /** What a rebuild would cost; changes nothing. */
  public RebuildEstimate estimate() {
    return replays().estimate(projection);
  }

  /**
   * Rebuilds it from history beside the rows that serve. If an earlier rebuild was cut off, goes on
   * from there. See {@link Replays#rebuild(ReadModelDefinition, RebuildOptions, Consumer)}.
   *
   * @param progress told now and then how far it got
   */
  public RebuildProgress rebuild(RebuildOptions options, Consumer<RebuildProgress> progress) {
    return replays().rebuild(projection, options, progress);
  }

  /** How new rows without a switch compare with the serving ones; see {@link Replays#compare}. */
  public ComparisonReport compare() {
    return replays().compare(projection);
  }

  /** Switches to new rows; see {@link Replays#switchOver(ReadModelDefinition, SwitchPolicy)}. */
  public RebuildProgress switchOver(SwitchPolicy policy) {
    return replays().switchOver(projection, policy);
  }

  /** Switches back to the rows from before the last switch; see {@link Replays#rollBack}. */
  public RebuildProgress rollBack() {
    return replays().rollBack(projection);
  }

  /**
   * Asks what the rows would be with another history; see {@link WhatIf}.
   *
   * @throws IllegalArgumentException if it is set-based
   */
  public WhatIf<K, V, V> whatIf() {
    return replays().whatIf(folded("what-if"));
  }

  /**
   * The events that made a row.
   *
   * @param limit how many events at the most, from 1 to 1,000
   * @throws IllegalArgumentException if the key is none of such rows, or the projection is
   *     set-based
   */
  public Explanation<V> explain(String key, Direction direction, int limit) {
    return ReadModels.of(projections).of(folded("explain")).explain(key(key), direction, limit);
  }

  /** How much it has put aside. */
  public ParkedCounts parkedCounts() {
    return projection instanceof Projection<K, V> parks
        ? parking().count(parks)
        : new ParkedCounts(0, 0, 0, 0, Optional.empty());
  }

  /** All that it has put aside, by key and then position; read as it is consumed. */
  public Stream<ParkedEvent> parked() {
    return projection instanceof Projection<K, V> parks ? parking().stream(parks) : Stream.empty();
  }

  /**
   * The same, of what was put aside for one row.
   *
   * @throws IllegalArgumentException if the key is none of such rows
   */
  public Stream<ParkedEvent> parked(String key) {
    K wanted = key(key);
    return projection instanceof Projection<K, V> parks
        ? parking().stream(parks, wanted)
        : Stream.empty();
  }

  /** Applies the events that wait; see {@link Parking#redrive(Projection)}. */
  public RedriveReport redrive() {
    return parking().redrive(folded("redrive"));
  }

  /**
   * The same, of the events that wait for one row.
   *
   * @throws IllegalArgumentException if the key is none of such rows
   */
  public RedriveReport redrive(String key) {
    return parking().redrive(folded("redrive"), key(key));
  }

  /** Decides that an event is never to be applied; see {@link Parking#discard}. */
  public int discard(long position, String reason) {
    return parking().discard(folded("discard"), position, reason);
  }

  /**
   * Decides the same of all events that were put aside for one row.
   *
   * @throws IllegalArgumentException if the key is none of such rows
   */
  public int discardAll(String key, String reason) {
    return parking().discardAll(folded("discard"), key(key), reason);
  }

  /** Tells whoever runs it to wait; false if it waits already, or has not begun. */
  public boolean pause() {
    return projections.pause(projection);
  }

  /** Ends a pause; false if there is none. */
  public boolean resume() {
    return projections.resume(projection);
  }

  /** Which components of the rows are written as their key, with commas between them. */
  public String keyName() {
    return projection.key().told().stream()
        .map(RowComponent::name)
        .collect(Collectors.joining(","));
  }

  /** The key of one of the rows that serve, as others tell it; empty if there is none. */
  public Optional<String> anyKey() {
    return ReadModels.of(projections)
        .of(folded("explain"))
        .findAll(ReadModelQuery.all().limit(1))
        .stream()
        .map(this::toldKey)
        .findFirst();
  }

  private String toldKey(V row) {
    return projection
        .key()
        .toldText(projection.key().told().stream().map(each -> each.value(row)).toList());
  }

  /**
   * A key as others tell it, in its one form.
   *
   * @throws IllegalArgumentException if the key is none of such rows
   */
  public String keyText(String key) {
    return projection.keyText(key(key));
  }

  private K key(String text) {
    try {
      return projection.parseKey(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid key of %s: %s".formatted(name(), e.getMessage()), e);
    }
  }

  /** Only this kind goes event by event. */
  private Projection<K, V> folded(String asked) {
    if (projection instanceof Projection<K, V> folds) {
      return folds;
    }
    throw new IllegalArgumentException(
        "%s does not work with %s, a set-based projection".formatted(asked, name()));
  }

  private Replays replays() {
    return Replays.of(projections);
  }

  private Parking parking() {
    return Parking.of(projections);
  }
}
