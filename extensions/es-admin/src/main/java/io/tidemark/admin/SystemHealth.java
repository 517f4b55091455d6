package io.tidemark.admin;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.postgres.LogInspection;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.projection.postgres.ShardStatus;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.verify.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks whether a system is well, without changing anything and without reading more than its last
 * event.
 *
 * @param handlers where the checkpoint of each handler is, by name
 * @param maxLag how many positions a projection or a handler may be behind
 * @param needsRunner whether somebody must run each projection
 */
record SystemHealth(
    EventStore store,
    Supplier<List<ProjectionStatus>> projections,
    Map<String, CheckpointStore> handlers,
    long maxLag,
    boolean needsRunner) {
  static final String REACHABLE = "database";
  private static final String READABLE = "log";

  HealthReport report() {
    long head;
    try {
      head = store.head();
    } catch (StoreUnavailableException e) {
      return HealthReport.unreachable(String.valueOf(e.getMessage()));
    }
    List<Check> checks = new ArrayList<>();
    checks.add(new Check(REACHABLE, true, "answers"));
    checks.add(tried(READABLE, () -> readable(head)));
    if (store instanceof PostgresEventStore postgres) {
      LogInspection inspection = LogInspection.of(postgres);
      checks.add(tried("clock", () -> clock(inspection)));
      checks.add(tried("durability", () -> durability(inspection)));
    }
    try {
      projections.get().forEach(status -> checks.add(follows(status)));
    } catch (TidemarkException e) {
      checks.add(new Check("projections", false, String.valueOf(e.getMessage())));
    }
    handlers.forEach(
        (name, checkpoints) ->
            checks.add(tried("handler " + name, () -> handles(name, checkpoints, head))));
    return new HealthReport(checks);
  }

  private Answer handles(String name, CheckpointStore checkpoints, long head) {
    long position = checkpoints.find(name).map(Checkpoint::position).orElse(0L);
    Optional<String> error = checkpoints.error(name);
    if (error.isPresent()) {
      return Answer.bad("failed after position %,d: %s".formatted(position, error.get()));
    }
    long lag = Math.max(0, head - position);
    return lag > maxLag
        ? Answer.bad("expected at most %,d behind, actual %,d".formatted(maxLag, lag))
        : Answer.good("%,d behind".formatted(lag));
  }

  private Answer readable(long head) {
    if (head == 0) {
      return Answer.good("no events yet");
    }
    return store.event(head).isPresent()
        ? Answer.good("up to position %,d".formatted(head))
        : Answer.bad("expected an event at position %,d, actual none".formatted(head));
  }

  private static Answer clock(LogInspection inspection) {
    return inspection
        .clockBehind()
        .map(
            by ->
                Answer.bad(
                    "expected at most 1 s behind the log, actual %,d s"
                        .formatted(by.plus(Duration.ofMillis(999)).toSeconds())))
        .orElse(Answer.good("not behind the log"));
  }

  private static Answer durability(LogInspection inspection) {
    List<String> off = inspection.durabilityOff();
    return off.isEmpty()
        ? Answer.good("on")
        : Answer.bad("expected on, actual off: " + String.join(", ", off));
  }

  private Check follows(ProjectionStatus status) {
    List<String> problems = new ArrayList<>();
    if (status.error().isPresent()) {
      problems.add(
          "failed after position %,d: %s".formatted(failedAfter(status), status.error().get()));
    } else if (status.lag() > maxLag) {
      problems.add("expected at most %,d behind, actual %,d".formatted(maxLag, status.lag()));
    }
    runnerProblem(status).ifPresent(problems::add);
    if (status.parked() > 0) {
      problems.add(
          "expected no parked event, actual %,d; redrive or discard".formatted(status.parked()));
    }
    return new Check(
        "projection " + status.name(),
        problems.isEmpty(),
        problems.isEmpty() ? "%,d behind".formatted(status.lag()) : String.join("; ", problems));
  }

  private static long failedAfter(ProjectionStatus status) {
    return status.shards().stream()
        .filter(shard -> shard.error().isPresent())
        .mapToLong(ShardStatus::position)
        .min()
        .orElse(status.position());
  }

  private Optional<String> runnerProblem(ProjectionStatus status) {
    Optional<Instant> missed = status.missedSince();
    if (missed.isPresent()) {
      return Optional.of(
          "expected a live runner, actual none heard from since "
              + missed.get().truncatedTo(ChronoUnit.SECONDS));
    }
    return needsRunner && status.shards().stream().anyMatch(shard -> shard.runners().isEmpty())
        ? Optional.of("expected a live runner, actual none")
        : Optional.empty();
  }

  private static Check tried(String name, Supplier<Answer> look) {
    try {
      Answer answer = look.get();
      return new Check(name, answer.good(), answer.detail());
    } catch (TidemarkException e) {
      return new Check(name, false, String.valueOf(e.getMessage()));
    }
  }

  private record Answer(boolean good, String detail) {
    static Answer good(String detail) {
      return new Answer(true, detail);
    }

    static Answer bad(String detail) {
      return new Answer(false, detail);
    }
  }
}
