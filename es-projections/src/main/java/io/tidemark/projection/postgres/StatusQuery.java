package io.tidemark.projection.postgres;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.LeaseTable;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.checkpoint.RowsDefinition;
import io.tidemark.projection.checkpoint.RunnerTable;
import io.tidemark.projection.checkpoint.RunnerTable.Runner;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.SplitBy;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriberState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How far a projection is and who runs it, by what is stored. */
final class StatusQuery {
  /** A category with few events may have none for a long way. */
  private static final long MAX_LOOK = 10_000;

  private final ReadModelSchema schema;
  private final ReadModelDefinition<?, ?> projection;

  StatusQuery(ReadModelSchema schema, ReadModelDefinition<?, ?> projection) {
    this.schema = schema;
    this.projection = projection;
  }

  ProjectionStatus status() {
    Stored stored = schema.jdbc().inSnapshot(this::stored);
    long head = schema.store().head();
    List<ShardStatus> shards = new ArrayList<>();
    for (int i = 0; i < stored.serving().count(); i++) {
      shards.add(shard(stored, i, head));
    }
    if (shards.isEmpty()) {
      shards.add(
          new ShardStatus(
              Shard.WHOLE,
              SubscriberState.STOPPED,
              List.of(),
              0,
              age(events(), 0, head, stored.now()),
              Optional.empty(),
              Optional.empty()));
    }
    long furthest = shards.stream().mapToLong(ShardStatus::position).max().orElse(0);
    return new ProjectionStatus(
        projection.name(),
        Math.max(furthest, head),
        shards,
        stored.parked(),
        stored.rebuilt(),
        !RowsDefinition.of(projection).isOf(stored.serving()));
  }

  private Stored stored(Session session) {
    Instant now = session.first("select clock_timestamp()", row -> row.instant(1)).orElseThrow();
    CheckpointTable checkpoints = schema.checkpoints();
    if (!checkpoints.exists(session)) {
      return new Stored(now, ShardCheckpoints.NONE, List.of(), List.of(), 0, OptionalLong.empty());
    }
    ShardCheckpoints serving = checkpoints.all(session, projection.name(), Slot.SERVING);
    ShardCheckpoints rebuilt = checkpoints.all(session, projection.name(), Slot.REBUILD);
    return new Stored(
        now,
        serving,
        checkpoints.movedAt(session, projection.name(), Slot.SERVING),
        new LeaseTable(schema.name()).exists(session)
            ? new RunnerTable(schema.name()).all(session, projection.name())
            : List.of(),
        serving.haveParked() ? parked(session) : 0,
        rebuilt.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rebuilt.position()));
  }

  private long parked(Session session) {
    ParkedTable parked = schema.parked();
    return parked.exists(session)
        ? parked.countWaiting(session, projection.name(), Slot.SERVING)
        : 0;
  }

  private ShardStatus shard(Stored stored, int index, long head) {
    StoredCheckpoint checkpoint = stored.serving().all().get(index);
    Shard shard = checkpoint.shard();
    List<Runner> mine =
        stored.runners().stream()
            .filter(
                runner ->
                    runner.shard() == index || (shard.isWhole() && runner.shard() == Runner.WHOLE))
            .toList();
    List<String> alive = mine.stream().filter(Runner::isAlive).map(Runner::title).toList();
    Instant moved = stored.movedAt().get(index);
    return new ShardStatus(
        shard,
        state(checkpoint, mine),
        alive,
        checkpoint.position(),
        age(events(checkpoint), checkpoint.position(), head, stored.now()),
        alive.isEmpty() ? missed(mine).filter(moved::isBefore) : Optional.empty(),
        checkpoint.error());
  }

  private static Optional<Instant> missed(List<Runner> runners) {
    return runners.stream()
        .filter(Runner::isMissed)
        .map(Runner::until)
        .max(Comparator.naturalOrder());
  }

  private static SubscriberState state(StoredCheckpoint checkpoint, List<Runner> runners) {
    if (checkpoint.error().isPresent()) {
      return SubscriberState.FAILED;
    }
    if (checkpoint.isPaused()) {
      return SubscriberState.PAUSED;
    }
    if (runners.stream().anyMatch(Runner::isAlive)) {
      return SubscriberState.RUNNING;
    }
    return runners.isEmpty() ? SubscriberState.UNKNOWN : SubscriberState.STOPPED;
  }

  private LogQuery events() {
    return projection instanceof Projection<?, ?> folded ? folded.query() : LogQuery.all();
  }

  /** Those that this shard has to handle, or goes through. */
  private LogQuery events(StoredCheckpoint checkpoint) {
    return checkpoint.splitBy() == SplitBy.STREAM ? events().shard(checkpoint.shard()) : events();
  }

  private Duration age(LogQuery events, long position, long head, Instant now) {
    if (position >= head) {
      return Duration.ZERO;
    }
    long end = Math.min(head, position + MAX_LOOK);
    LogQuery next = events.after(position).until(AsOf.position(end)).limit(1);
    Optional<RecordedEvent> event;
    try (Stream<RecordedEvent> found = schema.store().readAll(next)) {
      event = found.findFirst();
    }
    if (event.isEmpty() && end < head) {
      event = schema.store().event(end + 1);
    }
    return event
        .map(first -> Duration.between(first.recordedAt(), now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  /** What one snapshot has. */
  private record Stored(
      Instant now,
      ShardCheckpoints serving,
      List<Instant> movedAt,
      List<Runner> runners,
      long parked,
      OptionalLong rebuilt) {}
}
