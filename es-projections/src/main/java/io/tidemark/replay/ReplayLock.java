package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.Slot;
import java.util.function.Function;

/**
 * Keeps others from the same slot of a projection. Held by a connection and ends with it, so a
 * process that is killed leaves no lock behind.
 */
final class ReplayLock {
  private ReplayLock() {}

  /** Of the new rows and of what is exchanged with the serving ones. */
  static <T> T ofRebuild(ReadModelSchema schema, String projection, Function<Session, T> work) {
    return holding(
        schema,
        "tidemark rebuild of " + schema.name() + "." + projection,
        RebuildInProgressException.ofRebuild(projection),
        work);
  }

  /** Of the rows in {@link Slot#SCRATCH}. */
  static <T> T ofScratch(ReadModelSchema schema, String projection, Function<Session, T> work) {
    return holding(
        schema,
        "tidemark scratch of " + schema.name() + "." + projection,
        RebuildInProgressException.ofScratch(projection),
        work);
  }

  private static <T> T holding(
      ReadModelSchema schema,
      String name,
      RebuildInProgressException refusal,
      Function<Session, T> work) {
    return schema
        .jdbc()
        .inSession(
            session -> {
              if (!isTrue(session, "select pg_try_advisory_lock(hashtextextended(?, 0))", name)) {
                throw refusal;
              }
              T done;
              try {
                done = work.apply(session);
              } catch (RuntimeException | Error e) {
                unlockAfter(session, name, e);
                throw e;
              }
              unlock(session, name);
              return done;
            });
  }

  private static void unlock(Session session, String name) {
    isTrue(session, "select pg_advisory_unlock(hashtextextended(?, 0))", name);
  }

  /** If that fails too, the connection is lost, and the failure before it says why. */
  private static void unlockAfter(Session session, String name, Throwable failure) {
    try {
      unlock(session, name);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isTrue(Session session, String sql, String name) {
    return session.first(sql, row -> row.truth(1), name).orElse(false);
  }
}
