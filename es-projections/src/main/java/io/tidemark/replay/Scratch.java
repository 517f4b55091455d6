package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.postgres.StoredProjection;

/** Rows that are made to be compared. */
final class Scratch {
  private Scratch() {}

  /** What a process that is killed leaves is dropped by the next one that begins. */
  static void drop(Session session, StoredProjection<?, ?> scratch) {
    session.inTransaction(
        () -> {
          scratch.drop(session);
          return true;
        });
  }
}
