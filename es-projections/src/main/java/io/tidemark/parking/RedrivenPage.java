package io.tidemark.parking;

import io.tidemark.PermanentException;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.LookedUp;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.PutAside;
import io.tidemark.projection.UpstreamSteps;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Some events that waited, on one way through the code of today. Not thread-safe. */
final class RedrivenPage<K, V> {
  private final Projection<K, V> projection;
  private final UpstreamSteps steps;
  private final List<Part<K, V>> parts = new ArrayList<>();
  private final Set<String> failedKeys = new HashSet<>();
  private final List<ParkedEvent> failed = new ArrayList<>();
  private final List<ParkedEvent> applied = new ArrayList<>();
  private ProjectionBatch<K, V> batch;
  private EventTally correction = EventTally.NONE;

  private RedrivenPage(Projection<K, V> projection, UpstreamSteps steps) {
    this.projection = projection;
    this.steps = steps;
    this.batch = ProjectionBatch.joined(projection, List.of(), LookedUp.Reader.NONE);
  }

  /**
   * Decodes them.
   *
   * @param page ordered by key and then position
   * @param events all of them, by position
   * @param reader answers what they need of other read models
   */
  static <K, V> RedrivenPage<K, V> of(
      Projection<K, V> projection,
      List<ParkedEvent> page,
      Map<Long, RecordedEvent> events,
      LookedUp.Reader reader) {
    SortedMap<Long, RecordedEvent> inOrder = new TreeMap<>(events);
    inOrder.keySet().retainAll(page.stream().map(ParkedEvent::position).toList());
    RedrivenPage<K, V> redriven =
        new RedrivenPage<>(
            projection, UpstreamSteps.ofEach(projection, List.copyOf(inOrder.values()), reader));
    for (ParkedEvent each : page) {
      RecordedEvent event = events.get(each.position());
      if (event != null && !redriven.failedKeys.contains(each.key())) {
        redriven.decode(each, event);
      }
    }
    List<ProjectionBatch<K, V>> parts = redriven.parts.stream().map(Part::batch).toList();
    redriven.batch = ProjectionBatch.joined(projection, parts, reader);
    return redriven;
  }

  private void decode(ParkedEvent parked, RecordedEvent event) {
    try {
      parts.add(
          new Part<>(
              parked, event, ProjectionBatch.redriven(projection, steps, event, parked.key())));
    } catch (EventHandlingException e) {
      if (e.getCause() instanceof RetryableException) {
        throw e;
      }
      fail(parked, String.valueOf(e.getMessage()));
    }
  }

  private void fail(ParkedEvent parked, String error) {
    failedKeys.add(parked.key());
    failed.add(
        new ParkedEvent(
            parked.key(),
            parked.position(),
            parked.eventId(),
            parked.eventType(),
            parked.state(),
            parked.isDecoded(),
            parked.attempts() + 1,
            Optional.of(error),
            parked.since(),
            parked.reason()));
  }

  /** What is to be folded into the rows. */
  ProjectionBatch<K, V> batch() {
    return batch;
  }

  /** After the fold: tells apart what it took and what it refused. */
  void finish() {
    Map<Place, PutAside<K>> refused = new HashMap<>();
    for (PutAside<K> each : batch.putAside()) {
      refused.put(new Place(projection.keyText(each.key()), each.event().position()), each);
    }
    for (Part<K, V> part : parts) {
      ParkedEvent parked = part.parked();
      PutAside<K> aside = refused.get(new Place(parked.key(), parked.position()));
      if (aside == null) {
        applied.add(parked);
        correct(part);
      } else {
        aside.error().ifPresent(error -> fail(parked, error));
      }
    }
  }

  /** In the place of {@link #finish}: the table refused what comes of it. */
  void refuse(PermanentException refusal) {
    for (Part<K, V> part : parts) {
      String error =
          new EventHandlingException(projection.name(), part.event(), refusal).getMessage();
      fail(part.parked(), String.valueOf(error));
    }
  }

  /** As long as it could not be decoded it was counted as one change, whatever it is. */
  private void correct(Part<K, V> part) {
    if (!part.parked().isDecoded()) {
      correction =
          correction.plus(part.batch().tally()).minus(EventTally.ofNotDecoded(part.event()));
    }
  }

  /** Those that have changed their rows. */
  List<ParkedEvent> applied() {
    return applied;
  }

  /**
   * Those that were refused again, with their errors; what waits behind them is in neither list.
   */
  List<ParkedEvent> failed() {
    return failed;
  }

  /** What is to be added to the tally of what was handled. */
  EventTally correction() {
    return correction;
  }

  private record Place(String key, long position) {}

  private record Part<K, V>(ParkedEvent parked, RecordedEvent event, ProjectionBatch<K, V> batch) {}
}
