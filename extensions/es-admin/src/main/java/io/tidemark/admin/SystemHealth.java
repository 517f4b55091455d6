package io.tidemark.admin;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.postgres.LogInspection;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.verify.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks whether a system is well, without changing anything and without reading more than its last
 * event.
 *
 * @param maxLag how many positions a projection may be behind
 */
record SystemHealth(EventStore store, Supplier<List<SubscriberStatus>> projections, long maxLag) {
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
    return new HealthReport(checks);
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

  private Check follows(SubscriberStatus status) {
    String name = "projection " + status.name();
    if (status.error().isPresent()) {
      return new Check(
          name,
          false,
          "failed after position %,d: %s".formatted(status.position(), status.error().get()));
    }
    return new Check(
        name,
        status.lag() <= maxLag,
        status.lag() <= maxLag
            ? "%,d behind".formatted(status.lag())
            : "expected at most %,d behind, actual %,d".formatted(maxLag, status.lag()));
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
