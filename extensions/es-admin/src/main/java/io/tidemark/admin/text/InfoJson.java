package io.tidemark.admin.text;

import io.tidemark.admin.LogGrowth;
import io.tidemark.admin.LogSpan;
import io.tidemark.admin.SystemInfo;
import io.tidemark.admin.Versions;
import io.tidemark.postgres.LogSizes;
import io.tidemark.postgres.OrderingLock;
import io.tidemark.postgres.ServerConnections;
import io.tidemark.terminal.JsonLine;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The figures of a system as one JSON object; times are instants, sizes bytes. */
public final class InfoJson {
  private InfoJson() {}

  /** The object; what is not known is left out. */
  public static JsonLine of(SystemInfo info) {
    return new JsonLine()
        .with("time", info.time().toString())
        .with("log", log(info.log()))
        .with("growth", growth(info.growth()))
        .with("sizes", sizes(info.sizes()))
        .with("connections", connections(info.connections()))
        .with("orderingLock", lock(info.orderingLock()))
        .with("versions", versions(info.versions()));
  }

  private static JsonLine log(LogSpan log) {
    return new JsonLine()
        .with("id", log.logId().toString())
        .with("schema", log.schema())
        .with("head", log.head())
        .with("first", log.first().map(Instant::toString).orElse(null))
        .with("last", log.last().map(Instant::toString).orElse(null));
  }

  private static JsonLine growth(LogGrowth growth) {
    return new JsonLine()
        .with("since", growth.since().toString())
        .with("until", growth.until().toString())
        .with("events", growth.events())
        .with("bytesPerEvent", Math.round(growth.bytesPerEvent()))
        .with("eventsPerDay", rounded(growth.eventsPerDay()))
        .with("bytesPerDay", rounded(growth.bytesPerDay()));
  }

  private static @Nullable Long rounded(OptionalDouble value) {
    return value.isPresent() ? Math.round(value.getAsDouble()) : null;
  }

  private static JsonLine sizes(LogSizes sizes) {
    return new JsonLine()
        .with("events", sizes.events())
        .with("indexes", sizes.indexes())
        .with("snapshots", sizes.snapshots())
        .with("others", sizes.others())
        .with("database", sizes.database());
  }

  private static JsonLine connections(ServerConnections connections) {
    JsonLine applications = new JsonLine();
    connections.toDatabase().forEach(applications::with);
    return new JsonLine()
        .with("server", connections.toServer())
        .with("limit", connections.limit())
        .with("database", connections.used())
        .with("applications", applications);
  }

  private static JsonLine lock(OrderingLock lock) {
    return new JsonLine()
        .with("holder", lock.holder().map(ShownSession::of).orElse(null))
        .with("waiting", lock.waiting().stream().map(ShownSession::of).toList());
  }

  private static JsonLine versions(Versions versions) {
    return new JsonLine()
        .with("schema", versions.schema().orElse(null))
        .with("library", versions.library().orElse(null))
        .with("server", versions.server())
        .with("java", versions.java());
  }

  private record ShownSession(
      String application,
      String user,
      long processId,
      @Nullable String state,
      @Nullable String since) {
    static ShownSession of(OrderingLock.Session session) {
      return new ShownSession(
          session.application(),
          session.user(),
          session.processId(),
          session.state().orElse(null),
          session.since().map(Instant::toString).orElse(null));
    }
  }
}
