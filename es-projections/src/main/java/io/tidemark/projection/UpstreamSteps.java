package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What some events did to the rows of the read models whose changes a projection is made from. That
 * is known by looking these rows up, before and after each event: so it is what became of them,
 * whatever code made them. Several changes of a row by one event are one. Immutable.
 *
 * <p>Not API.
 */
public final class UpstreamSteps {
  private static final UpstreamSteps NONE = new UpstreamSteps(Map.of());

  /**
   * By the name of the read model, and by the events themselves: those that a what-if puts in share
   * the position of another.
   */
  private final Map<String, IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>>> steps;

  private UpstreamSteps(Map<String, IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>>> steps) {
    this.steps = steps;
  }

  /** Of events between which there is no other that the projection is made from. */
  static UpstreamSteps ofRun(
      Projection<?, ?> projection, List<RecordedEvent> events, LookedUp.Reader reader) {
    return of(projection, events, true, reader);
  }

  /** Of events with any others between them. */
  public static UpstreamSteps ofEach(
      Projection<?, ?> projection, List<RecordedEvent> events, LookedUp.Reader reader) {
    return of(projection, events, false, reader);
  }

  private static UpstreamSteps of(
      Projection<?, ?> projection,
      List<RecordedEvent> events,
      boolean isRun,
      LookedUp.Reader reader) {
    List<Projection<?, ?>> followed = projection.followed();
    if (followed.isEmpty() || events.isEmpty()) {
      return NONE;
    }
    Map<String, IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>>> steps = new HashMap<>();
    followed.forEach(each -> steps.put(each.name(), steps(each, events, isRun, reader)));
    return new UpstreamSteps(steps);
  }

  private static <L, R> IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>> steps(
      Projection<L, R> readModel,
      List<RecordedEvent> events,
      boolean isRun,
      LookedUp.Reader reader) {
    UpstreamSteps upstream = of(readModel, events, isRun, reader);
    Map<L, LookedUp.Request<L, R>> last = new HashMap<>();
    List<LookedUp.Request<?, ?>> requests = new ArrayList<>();
    List<Asked<L, R>> all = new ArrayList<>();
    for (RecordedEvent event : events) {
      for (L key : keys(readModel, event, upstream)) {
        LookedUp.Request<L, R> before = isRun ? last.get(key) : null;
        if (before == null) {
          before = LookedUp.Request.before(event, readModel, key);
          requests.add(before);
        }
        LookedUp.Request<L, R> after = LookedUp.Request.after(event, readModel, key);
        requests.add(after);
        last.put(key, after);
        all.add(new Asked<>(key, event, before, after));
      }
    }
    reader.answer(requests);
    IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>> steps = new IdentityHashMap<>();
    for (Asked<L, R> asked : all) {
      RowStep<L, R> step = asked.step();
      if (step.isChange()) {
        steps.computeIfAbsent(step.event(), event -> new ArrayList<>()).add(step);
      }
    }
    return steps;
  }

  private static <L> Set<L> keys(
      Projection<L, ?> readModel, RecordedEvent event, UpstreamSteps upstream) {
    Set<L> keys = new LinkedHashSet<>();
    readModel.changes(event, upstream, change -> keys.add(change.key()));
    return keys;
  }

  /** What an event did to the rows of one of them, in the order in which it changed them. */
  @SuppressWarnings("unchecked") // they were put there with the key and the row of the read model
  <L, R> List<RowStep<L, R>> of(Projection<L, R> readModel, RecordedEvent event) {
    IdentityHashMap<RecordedEvent, List<RowStep<?, ?>>> mine = steps.get(readModel.name());
    return mine == null
        ? List.of()
        : (List<RowStep<L, R>>) (List<?>) mine.getOrDefault(event, List.of());
  }

  /** Refuses to follow a read model whose changes would not be the same at every replay. */
  static void require(Projection<?, ?> projection, Projection<?, ?> readModel) {
    String obstacle = obstacle(projection, readModel);
    if (!obstacle.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid source of projection %s: expected changes of another read model with history, that stops at errors, actual %s, %s"
              .formatted(projection.name(), readModel.name(), obstacle));
    }
  }

  /** Why changes of a read model would not be the same at every replay; empty if they are. */
  static String obstacle(Projection<?, ?> projection, Projection<?, ?> readModel) {
    if (readModel.name().equals(projection.name())) {
      return "itself";
    }
    if (readModel.withUpstream().anyMatch(each -> each.name().equals(projection.name()))) {
      return "one that needs one of that name";
    }
    if (!readModel.hasHistory()) {
      return "one without history";
    }
    if (readModel.withUpstream().anyMatch(Projection::hasState)) {
      return "one that goes through stages";
    }
    return readModel.failurePolicy() == FailurePolicy.STOP
        ? ""
        : "one that goes past events it cannot handle";
  }

  private record Asked<L, R>(
      L key, RecordedEvent event, LookedUp.Request<L, R> before, LookedUp.Request<L, R> after) {
    RowStep<L, R> step() {
      return new RowStep<>(key, event, before.found(), after.found());
    }
  }
}
