package io.tidemark.sql.cases;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Tuple;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.cases.StreamCase.CaseChange;
import io.tidemark.sql.query.SqlChange;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;

/** The ways to carry a case out over a log in PostgreSQL, with rows and state there. */
final class StoredRuns {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DataSource dataSource;

  private StoredRuns(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static List<CaseRun> all(DataSource dataSource) {
    StoredRuns stored = new StoredRuns(dataSource);
    List<CaseRun> runs = new ArrayList<>();
    for (int size : List.of(1, 2, 3, Integer.MAX_VALUE)) {
      String name = "stored, batches of " + (size == Integer.MAX_VALUE ? "all" : size);
      runs.add(new Run(name, query -> stored.rows(query, size, 1)));
    }
    runs.add(new Run("stored, 2 shards", query -> stored.rows(query, 2, 2)));
    runs.add(new Run("stored, 3 shards", query -> stored.rows(query, 1, 3)));
    runs.add(new Run("stored, as of each position", stored::asOf));
    runs.add(new Run("stored, rebuilt amid", stored::rebuilt));
    runs.add(new Run("followed", stored::followed));
    runs.add(new Run("selected", stored::selected));
    return runs;
  }

  private record Run(String name, Function<CaseQuery, Optional<String>> work) implements CaseRun {
    @Override
    public Optional<String> difference(CaseQuery query) {
      return work.apply(query);
    }
  }

  private StoredCase begun(CaseQuery query) {
    String schema = "case_" + SCHEMAS.incrementAndGet();
    return new StoredCase(
        query.of(), PostgresEventStore.builder(dataSource).schema(schema).build());
  }

  /** Each batch by other objects, as after a restart. */
  private Optional<String> rows(CaseQuery query, int batch, int shards) {
    try (StoredCase stored = begun(query)) {
      List<RecordedEvent> events = query.of().events();
      for (int from = 0; from < events.size(); from += Math.min(batch, events.size())) {
        List<RecordedEvent> some =
            events.subList(from, (int) Math.min(events.size(), (long) from + batch));
        stored.append(some);
        run(stored, shards);
        long position = some.get(some.size() - 1).position();
        Optional<String> difference =
            CaseRun.difference(
                "rows after " + position,
                expected(query, position),
                shown(stored.queries().rows(StoredCase.NAME)));
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
  }

  private static void run(StoredCase stored, int shards) {
    Projection<UUID, Tuple> projection = stored.queries().projection(StoredCase.NAME);
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(stored.store());
    if (shards == 1) {
      builder.add(stored.projections().exactlyOnce(projection));
    } else {
      builder.add(stored.projections().sharded(projection, shards));
    }
    try (SubscriptionRunner runner = builder.build()) {
      runner.catchUp(PATIENCE);
    }
  }

  /** At the end, by the history of the rows and by a replay. */
  private Optional<String> asOf(CaseQuery query) {
    try (StoredCase stored = begun(query)) {
      stored.append(query.of().events());
      run(stored, 1);
      Projection<UUID, Tuple> projection = stored.queries().projection(StoredCase.NAME);
      for (RecordedEvent event : query.of().events()) {
        AsOf point = AsOf.position(event.position());
        CaseRows expected = expected(query, event.position());
        Optional<String> difference =
            CaseRun.difference(
                "rows as of " + event.position(),
                expected,
                shown(stored.queries().rows(StoredCase.NAME, point)));
        if (difference.isPresent()) {
          return difference;
        }
        int replayed = LiveProjection.of(projection, stored.store()).rows(point).size();
        int kept = ReadModels.of(stored.projections()).of(projection).asOf(point).findAll().size();
        if (replayed != kept) {
          return Optional.of(
              "as of %d: %d rows kept, %d replayed".formatted(event.position(), kept, replayed));
        }
      }
      return Optional.empty();
    }
  }

  private Optional<String> rebuilt(CaseQuery query) {
    try (StoredCase stored = begun(query)) {
      List<RecordedEvent> events = query.of().events();
      stored.append(events.subList(0, events.size() / 2));
      run(stored, 1);
      Replays.of(stored.projections())
          .rebuild(
              stored.queries().projection(StoredCase.NAME),
              RebuildOptions.defaults(),
              progress -> {});
      stored.append(events.subList(events.size() / 2, events.size()));
      run(stored, 1);
      return CaseRun.difference(
          "rows at the end",
          expected(query, Long.MAX_VALUE - 1),
          shown(stored.queries().rows(StoredCase.NAME)));
    }
  }

  private Optional<String> followed(CaseQuery query) {
    try (StoredCase stored = begun(query)) {
      List<RecordedEvent> events = query.of().events();
      stored.append(events);
      List<SqlChange> changes = new ArrayList<>();
      AtomicInteger looks = new AtomicInteger();
      stored
          .queries()
          .follow(
              query.of().sql(), query.options(), changes::add, () -> looks.incrementAndGet() > 2);
      for (RecordedEvent event : events) {
        CaseRows actual = new CaseRows();
        changes.stream()
            .filter(change -> change.position() == event.position())
            .forEach(change -> actual.addAll(CaseRows.of(change.removed(), change.added())));
        Optional<String> difference =
            CaseRun.difference(
                "changes after " + event.position(),
                CaseRows.of(change(query, event.position()), query.query().columns()),
                actual);
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
  }

  private Optional<String> selected(CaseQuery query) {
    try (StoredCase stored = begun(query)) {
      stored.append(query.of().events());
      return CaseRun.difference(
          "at the end",
          CaseRows.of(new CaseChange(List.of(), query.of().rows()), query.query().columns()),
          shown(stored.queries().select(query.of().sql(), AsOf.latest())));
    }
  }

  private static CaseRows shown(SqlRows rows) {
    return CaseRows.ofTuples(rows.rows());
  }

  private static CaseChange change(CaseQuery query, long position) {
    return query.of().changes().getOrDefault(position, CaseChange.NONE);
  }

  private static CaseRows expected(CaseQuery query, long position) {
    CaseRows rows = new CaseRows();
    query
        .of()
        .changes()
        .forEach(
            (at, change) -> {
              if (at <= position) {
                rows.addAll(CaseRows.of(change, query.query().columns()));
              }
            });
    return rows;
  }
}
