package io.tidemark.admin.text;

import io.tidemark.admin.LogGrowth;
import io.tidemark.admin.LogSpan;
import io.tidemark.admin.SystemInfo;
import io.tidemark.admin.Versions;
import io.tidemark.postgres.LogSizes;
import io.tidemark.postgres.OrderingLock;
import io.tidemark.postgres.ServerConnections;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.TextWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of a system for a person: a name and a sentence for each. */
public final class InfoText {
  private static final int NAMES = 15;
  private static final int NARROWEST = 20;
  private static final int WIDEST = 100;

  private final int room;
  private final List<String> lines = new ArrayList<>();

  private InfoText(int columns) {
    this.room = Math.max(NARROWEST, Math.min(columns, WIDEST) - NAMES);
  }

  /** Lines of at most so many columns, if that is possible. */
  public static List<String> lines(SystemInfo info, int columns) {
    InfoText text = new InfoText(columns);
    text.log(info.log());
    text.growth(info.growth());
    text.sizes(info.sizes(), info.log().head());
    text.connections(info.connections());
    text.lock(info.orderingLock(), info.time());
    text.versions(info.versions());
    return text.lines;
  }

  private void add(String name, String value) {
    String shown = name;
    for (String part : TextWidth.wrap(value, room)) {
      lines.add(shown + " ".repeat(NAMES - shown.length()) + part);
      shown = "";
    }
  }

  private void log(LogSpan log) {
    add("Log", "schema %s, id %s".formatted(log.schema(), log.logId()));
    String times =
        log.first()
            .map(first -> ", from %s to %s".formatted(time(first), time(log.last().orElse(first))))
            .orElse("");
    add("Events", "%,d%s".formatted(log.head(), times));
  }

  private void growth(LogGrowth growth) {
    String events = Plural.of(growth.events(), "event");
    String span = Amount.time(growth.span());
    if (growth.eventsPerDay().isEmpty()) {
      add("Per day", "unknown: %s in %s, too short to estimate".formatted(events, span));
      return;
    }
    add(
        "Per day",
        "%s events, %s with indexes; by the last %s: %s since %s"
            .formatted(
                Amount.count(growth.eventsPerDay().getAsDouble()),
                Amount.bytes(growth.bytesPerDay().orElse(0)),
                span,
                events,
                time(growth.since())));
  }

  private void sizes(LogSizes sizes, long head) {
    String each =
        head == 0
            ? ""
            : ", %s an event"
                .formatted(Amount.bytes((double) (sizes.events() + sizes.indexes()) / head));
    add(
        "Size of log",
        "%s, and %s of indexes%s".formatted(bytes(sizes.events()), bytes(sizes.indexes()), each));
    add("Snapshots", bytes(sizes.snapshots()));
    add("Other tables", bytes(sizes.others()) + " in the schema: read models, checkpoints");
    add("Database", bytes(sizes.database()));
  }

  private void connections(ServerConnections connections) {
    add(
        "Connections",
        "%,d of %,d in use, %,d to this database: %s"
            .formatted(
                connections.toServer(),
                connections.limit(),
                connections.used(),
                connections.toDatabase().entrySet().stream()
                    .map(entry -> "%d %s".formatted(entry.getValue(), name(entry.getKey())))
                    .collect(Collectors.joining(", "))));
  }

  private void lock(OrderingLock lock, Instant now) {
    String holder =
        lock.holder()
            .map(session -> "held by " + session(session, "in a transaction", now))
            .orElse("free");
    String waiting =
        lock.waiting().isEmpty() ? "" : "; %,d waiting".formatted(lock.waiting().size());
    add("Ordering lock", holder + waiting);
    lock.waiting().stream()
        .findFirst()
        .ifPresent(first -> add("", "longest: " + session(first, "waiting", now)));
  }

  private static String session(OrderingLock.Session session, String doing, Instant now) {
    String since =
        session
            .since()
            .map(
                instant ->
                    "since %s (%s)"
                        .formatted(time(instant), Amount.time(Duration.between(instant, now))))
            .orElse("for an unknown time (this role lacks pg_read_all_stats)");
    return "%s as %s, process %d%s, %s %s"
        .formatted(
            name(session.application()),
            session.user(),
            session.processId(),
            session.state().map(state -> ", " + state).orElse(""),
            doing,
            since);
  }

  private void versions(Versions versions) {
    add("Schema", versions.schema().map(version -> "version " + version).orElse("unknown version"));
    add(
        "Versions",
        "Tidemark %s, PostgreSQL %s, Java %s"
            .formatted(
                versions.library().orElse("(not packaged)"), versions.server(), versions.java()));
  }

  private static String bytes(long bytes) {
    return Amount.bytes((double) bytes);
  }

  private static String name(String application) {
    return application.isBlank() ? "(no name)" : application;
  }

  private static Instant time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
