package io.tidemark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.stage.StageCases.Case;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * For random events the rows of projections that are made of stages are at every position what a
 * naive look at the events up to there gives.
 */
class StagePropertyTest {
  private static List<RecordedEvent> until(EventStore store, long position) {
    try (Stream<RecordedEvent> events =
        store.readAll(LogQuery.all().until(AsOf.position(position)))) {
      return events.toList();
    }
  }

  @Test
  void in_memory_at_every_position_and_bounded() {
    for (int seed = 0; seed < 4; seed++) {
      InMemoryEventStore store =
          new InMemoryEventStore(ManualClock.at(Instant.EPOCH.minusSeconds(1_800)));
      Sales.history(store, 40, new Random(seed));
      for (Case<?, ?> each : StageCases.all()) {
        for (long position = 0; position <= store.head(); position += 1 + 3 * seed) {
          checkInMemory(each, store, position, seed);
        }
      }
    }
  }

  private static <K, V> void checkInMemory(
      Case<K, V> some, EventStore store, long position, int seed) {
    LiveProjection<K, V> live = LiveProjection.of(some.made().apply("live"), store);
    List<RecordedEvent> events = until(store, position);
    assertThat(live.rows(AsOf.position(position)).values())
        .as("%s at %d, seed %d", some, position, seed)
        .containsExactlyInAnyOrderElementsOf(some.naive().apply(events, false));
    assertThat(live.boundedRows(AsOf.position(position)).values())
        .as("%s bounded at %d, seed %d", some, position, seed)
        .containsExactlyInAnyOrderElementsOf(some.naive().apply(events, true));
  }

  /** In batches of any size, after restarts, over shards, as of earlier positions, rebuilt. */
  @Test
  void stored() {
    Random random = new Random(7);
    try (ProjectionLab lab = new ProjectionLab()) {
      Map<Case<?, ?>, Projection<?, ?>> projections = new LinkedHashMap<>();
      for (Case<?, ?> each : StageCases.all()) {
        projections.put(each, made(each, "staged_" + projections.size()));
      }
      for (int batch : List.of(1, 3, 1_000)) {
        Sales.history(lab.store(), 14, random);
        run(lab, List.copyOf(projections.values()), 1 + random.nextInt(3), batch);
      }
      for (Case<?, ?> each : projections.keySet()) {
        check(each, lab, "staged_" + List.copyOf(projections.keySet()).indexOf(each));
      }
      Sales.history(lab.store(), 14, random);
      run(lab, List.copyOf(projections.values()), 2, 2);
      projections.keySet().forEach(each -> checkRows(each, lab, projections));
    }
  }

  private static Projection<?, ?> made(Case<?, ?> some, String name) {
    return some.made().apply(name).withHistory();
  }

  private static <K, V> void check(Case<K, V> some, ProjectionLab lab, String name) {
    Projection<K, V> projection = some.made().apply(name).withHistory();
    long head = lab.store().head();
    for (long position = head - 21; position <= head; position += 3) {
      assertThat(lab.asking().of(projection).asOf(AsOf.position(position)).findAll())
          .as("%s as of %d", some, position)
          .containsExactlyInAnyOrderElementsOf(
              some.naive().apply(until(lab.store(), position), false));
    }
    assertThat(lab.replays().verify(projection).isClean()).as("%s", some).isTrue();
    lab.replays().rebuild(projection, RebuildOptions.defaults(), progress -> {});
    assertThat(lab.stored(projection))
        .as("%s rebuilt", some)
        .containsExactlyInAnyOrderElementsOf(some.naive().apply(until(lab.store(), head), false));
  }

  @SuppressWarnings("unchecked") // it was made of the case
  private static <K, V> void checkRows(
      Case<K, V> some, ProjectionLab lab, Map<Case<?, ?>, Projection<?, ?>> projections) {
    Projection<K, V> projection = (Projection<K, V>) projections.get(some);
    assertThat(lab.stored(projection))
        .as("%s in the end", some)
        .containsExactlyInAnyOrderElementsOf(
            some.naive().apply(until(lab.store(), lab.store().head()), false));
  }

  private static void run(
      ProjectionLab lab, List<Projection<?, ?>> projections, int shards, int batch) {
    List<Projection<?, ?>> all = new ArrayList<>(projections);
    all.add(0, Sales.HOMES);
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(lab.store()).batchSize(batch);
    all.forEach(
        each -> builder.add(lab.projections().sharded(each, each == Sales.HOMES ? 1 : shards)));
    try (SubscriptionRunner runner = builder.build()) {
      runner.catchUp(Duration.ofSeconds(60));
    }
  }
}
