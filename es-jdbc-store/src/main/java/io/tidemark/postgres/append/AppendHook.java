package io.tidemark.postgres.append;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import java.util.List;

/**
 * Work that belongs into the transaction of an append, for example an inline projection. Called by
 * one thread at a time, each time maybe another. In a {@link CallerTransaction} it may be called
 * for several appends of one transaction.
 */
@FunctionalInterface
public interface AppendHook {

  /**
   * Called under the ordering lock, after the events were inserted and before they are committed;
   * keep it short. If it throws, the appends of the batch are tried again one by one, and those for
   * which it throws again are not stored. A statement that failed fails the transaction, also if it
   * catches the exception. It must come back: all appends wait for it. It can neither append and
   * wait for that nor close the store, nor read as of a time after the last event committed, which
   * would wait for it; all throw {@link IllegalStateException}.
   *
   * @param transaction the transaction of the append; do not commit it
   * @param events what was appended, in the order of positions, without a hole
   */
  void appended(Session transaction, List<RecordedEvent> events);
}
