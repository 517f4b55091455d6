package io.tidemark.projection.postgres.reaction;

import io.tidemark.ExpectedVersion;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.projection.RowStep;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Does what is done because of the steps of rows, in the transaction that has moved their
 * checkpoint: so only one process at a time does, and all of it is there with the rows or nothing.
 * Thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ReactionWriter<K, V> {
  /** So that the arrays of one statement stay small. */
  private static final int MAX_REQUESTS = 500;

  /**
   * Rows that a crash loses are made again, but what others have read of the log must stay: so the
   * commit waits for the disk if the connection had it so.
   */
  private static final String DURABLE =
      "select set_config('synchronous_commit', coalesce("
          + "nullif(current_setting('tidemark.synchronous_commit', true), ''),"
          + " current_setting('synchronous_commit')), true)";

  private final RowStep.Reacting<K, V> reactions;
  private final Optional<PostgresEventStore> log;
  private volatile @Nullable CallerTransaction last;

  /**
   * To rows of this log.
   *
   * @throws IllegalArgumentException if events are to be appended, and the log is not in PostgreSQL
   */
  public ReactionWriter(EventStore store, RowStep.Reacting<K, V> reactions) {
    this.reactions = reactions;
    this.log =
        store instanceof PostgresEventStore postgres ? Optional.of(postgres) : Optional.empty();
    if (reactions.appends() && log.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid reaction: expected a PostgresEventStore to append events to, actual "
              + store.getClass().getSimpleName());
    }
  }

  /** Does it; events are appended last, because all others who append wait from then on. */
  public void write(Session transaction, List<RowStep<K, V>> steps) {
    TransactionEffects effects = new TransactionEffects(transaction);
    reactions.react(steps, effects);
    if (!effects.appended().isEmpty()) {
      append(transaction, effects.appended());
    }
  }

  /**
   * An event that is in the log already was appended when these steps were made before. Nobody else
   * makes them at the same time, so it may be asked for before others who append have to wait.
   */
  private void append(Session transaction, List<TransactionEffects.Appended> events) {
    PostgresEventStore store = log.orElseThrow();
    Set<UUID> stored = stored(transaction, store.schema(), events);
    List<AppendRequest> requests =
        events.stream()
            .filter(event -> !stored.contains(event.data().id()))
            .map(
                event ->
                    new AppendRequest(event.stream(), ExpectedVersion.any(), List.of(event.data())))
            .toList();
    if (requests.isEmpty()) {
      return;
    }
    transaction.update(DURABLE);
    CallerTransaction appending = store.inTransaction(transaction.connection());
    for (int i = 0; i < requests.size(); i += MAX_REQUESTS) {
      appending.appendAll(requests.subList(i, Math.min(requests.size(), i + MAX_REQUESTS)));
    }
    last = appending;
  }

  private static Set<UUID> stored(
      Session transaction, String schema, List<TransactionEffects.Appended> events) {
    return new HashSet<>(
        transaction.query(
            "select event_id from " + schema + ".events where event_id = any(?)",
            row -> row.uuid(1),
            SqlArray.of("uuid", events.stream().map(event -> event.data().id()).toList())));
  }

  /** The transaction is committed: wakes those who wait for the log to grow. */
  public void committed() {
    CallerTransaction appending = last;
    if (appending != null) {
      appending.committed();
      last = null;
    }
  }
}
