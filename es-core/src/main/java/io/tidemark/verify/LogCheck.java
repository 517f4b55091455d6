package io.tidemark.verify;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a log from its beginning and checks its three orders: positions, versions in each
 * stream, and recordedAt. Keeps one number per stream. Not thread-safe.
 */
public final class LogCheck {
  private final Map<StreamId, Long> versions = new HashMap<>();
  private long position;
  private Instant recordedAt = Instant.MIN;
  private @Nullable String positionFault;
  private @Nullable String versionFault;
  private @Nullable String timeFault;

  /** At the beginning of a log. */
  public LogCheck() {}

  /**
   * Checks a log up to the head that it has now.
   *
   * @param progress told up to which position it has been checked
   */
  public static List<Check> run(EventStore store, LongConsumer progress) {
    LogCheck check = new LogCheck();
    LogQuery all = LogQuery.all().until(AsOf.position(store.head()));
    try (Stream<RecordedEvent> events = store.readAll(all)) {
      events.forEach(
          event -> {
            check.add(event);
            progress.accept(event.position());
          });
    } catch (LogGapException e) {
      check.fail(e.expected(), e.actual());
    }
    return check.results();
  }

  /** The next event of the log. */
  public void add(RecordedEvent event) {
    if (event.position() != position + 1) {
      fail(position + 1, event.position());
    }
    long version = versions.merge(event.stream(), 1L, Long::sum);
    if (event.version() != version && versionFault == null) {
      versionFault =
          "%s at position %d: expected version %d, actual %d"
              .formatted(event.stream(), event.position(), version, event.version());
    }
    if (event.recordedAt().isBefore(recordedAt) && timeFault == null) {
      timeFault =
          "position %d: expected recordedAt of at least %s, actual %s"
              .formatted(event.position(), recordedAt, event.recordedAt());
    }
    position = event.position();
    recordedAt = event.recordedAt();
  }

  /** The log went on at another position than it should have. */
  public void fail(long expected, long actual) {
    if (positionFault == null) {
      positionFault = "expected position %d, actual %d".formatted(expected, actual);
    }
  }

  /** Position of the last event. */
  public long position() {
    return position;
  }

  /** What was found. */
  public List<Check> results() {
    String events = count(position, "event");
    return List.of(
        check("log is contiguous", positionFault, events),
        check("versions are contiguous", versionFault, count(versions.size(), "stream")),
        check("recordedAt never goes back", timeFault, events));
  }

  private static String count(long count, String thing) {
    return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }

  private static Check check(String name, @Nullable String fault, String detail) {
    return new Check(name, fault == null, fault == null ? detail : fault);
  }
}
