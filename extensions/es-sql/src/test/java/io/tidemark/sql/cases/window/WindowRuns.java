package io.tidemark.sql.cases.window;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.cases.window.CaseRow.OfEvent;
import io.tidemark.sql.cases.window.WindowCase.Step;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The ways to carry a case of a window out. */
final class WindowRuns {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DataSource dataSource;

  private WindowRuns(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * One way.
   *
   * @param work gives what differs from what the case expects; empty if nothing does
   */
  record Run(String name, Function<WindowCase, Optional<String>> work) {}

  static List<Run> inMemory() {
    return List.of(
        new Run("event by event", each -> eventByEvent(each, EngineWindow.of(each))),
        new Run("events left out", each -> leftOut(each, EngineWindow.of(each))));
  }

  static List<Run> stored(DataSource dataSource) {
    WindowRuns stored = new WindowRuns(dataSource);
    List<Run> runs = new ArrayList<>();
    runs.add(stored.run("stored, restarted each event", 1, 1, false));
    runs.add(stored.run("stored, batches of 2", 2, 1, false));
    runs.add(stored.run("stored, batches of all", Integer.MAX_VALUE, 1, false));
    runs.add(stored.run("stored, rebuilt each time", 3, 1, true));
    runs.add(stored.run("stored, 2 shards", 2, 2, false));
    return runs;
  }

  private Run run(String name, int batch, int shards, boolean isRebuilt) {
    return new Run(name, each -> storedRows(each, EngineWindow.of(each), batch, shards, isRebuilt));
  }

  private static <K, V extends CaseRow> Optional<String> eventByEvent(
      WindowCase of, Projection<K, V> projection) {
    CaseLog log = new CaseLog(of);
    EventStore store = new InMemoryEventStore();
    ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection);
    replayed.begin();
    Map<K, V> rows = new HashMap<>();
    Map<Long, Step> steps = new HashMap<>();
    ToldRows told = new ToldRows(of, steps);
    for (int i = 0; i < of.steps().size(); i++) {
      Step step = of.steps().get(i);
      List<CaseRow> came = new ArrayList<>();
      for (EventData event : log.steps().get(i)) {
        CaseLog.append(store, List.of(event));
        steps.put(store.head(), step);
        List<RecordedEvent> next = after(store, store.head() - 1);
        replayed
            .batch(next)
            .applyTo(
                rows,
                new HashSet<>(),
                change -> {
                  if (change.isChange()) {
                    change.after().ifPresent(came::add);
                  }
                });
        replayed.accept();
      }
      Optional<String> difference = told.difference(of.expected().get(i), told.told(step, came));
      if (difference.isPresent()) {
        return Optional.of("after step %d (%s)%s".formatted(i, step, difference.get()));
      }
    }
    return Optional.empty();
  }

  private static List<RecordedEvent> after(EventStore store, long position) {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all().after(position))) {
      return events.toList();
    }
  }

  /** Where each event is in one row: how many are in none when everything has closed. */
  private static <K, V extends CaseRow> Optional<String> leftOut(
      WindowCase of, Projection<K, V> projection) {
    if (of.dropped().isEmpty()) {
      return Optional.empty();
    }
    CaseLog log = new CaseLog(of);
    EventStore store = new InMemoryEventStore();
    log.steps().forEach(events -> CaseLog.append(store, events));
    CaseLog.append(store, List.of(log.end()));
    long kept =
        LiveProjection.of(projection, store).rows(AsOf.latest()).values().stream()
            .mapToLong(row -> row instanceof OfEvent ? 1 : row.events())
            .sum();
    long all = of.steps().stream().filter(step -> step.kind() == Step.Kind.EVENT).count();
    return all - kept == of.dropped().getAsInt()
        ? Optional.empty()
        : Optional.of("expected %d, actual %d".formatted(of.dropped().getAsInt(), all - kept));
  }

  /** After each batch the rows are those of a replay in memory. */
  private <K, V extends CaseRow> Optional<String> storedRows(
      WindowCase of, Projection<K, V> projection, int batch, int shards, boolean isRebuilt) {
    String schema = "window_case_" + SCHEMAS.incrementAndGet();
    List<EventData> events = new ArrayList<>();
    CaseLog log = new CaseLog(of);
    log.steps().forEach(events::addAll);
    events.add(log.end());
    try (PostgresEventStore store = PostgresEventStore.builder(dataSource).schema(schema).build()) {
      for (int from = 0; from < events.size(); from += Math.min(batch, events.size())) {
        CaseLog.append(
            store, events.subList(from, (int) Math.min(events.size(), (long) from + batch)));
        PostgresProjections projections = PostgresProjections.of(store);
        run(store, projections, projection, shards);
        if (isRebuilt) {
          Replays.of(projections).rebuild(projection, RebuildOptions.defaults(), progress -> {});
        }
        List<V> expected =
            List.copyOf(LiveProjection.of(projection, store).rows(AsOf.latest()).values());
        List<V> actual = ReadModels.of(projections).of(projection).findAll();
        if (!actual.equals(expected)) {
          return Optional.of(
              "after %d events%n    expected %s%n    actual   %s"
                  .formatted(store.head(), expected, actual));
        }
      }
    }
    return Optional.empty();
  }

  private static void run(
      EventStore store, PostgresProjections projections, Projection<?, ?> projection, int shards) {
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(store);
    if (shards == 1) {
      builder.add(projections.exactlyOnce(projection));
    } else {
      builder.add(projections.sharded(projection, shards));
    }
    try (SubscriptionRunner runner = builder.build()) {
      runner.catchUp(PATIENCE);
    }
  }
}
