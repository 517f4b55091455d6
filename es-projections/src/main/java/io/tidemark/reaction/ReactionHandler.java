package io.tidemark.reaction;

import java.sql.Connection;

/**
 * Called because of a row, in the transaction that writes the row and moves the checkpoint. Called
 * by one thread at a time for each shard of a projection.
 *
 * <p><b>What it writes on the connection is there exactly once</b>: it is committed with the row,
 * or nothing is. <b>What it does anywhere else is done at least once</b>: if the commit fails, it
 * is called again for the same {@linkplain Occasion#id occasion}, maybe in another process, and
 * maybe for a row that meanwhile came to be another one. After a reset it is called again for all
 * of history; a handler that must not do the same twice then keeps the id of the occasion with what
 * it does.
 *
 * <p>Keep it short: the checkpoint of the projection is locked meanwhile.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
@FunctionalInterface
public interface ReactionHandler<K, V> {
  /**
   * Handles it. What it throws takes back the whole batch, and the projection stops at the event;
   * what may pass, such as a lost connection or a {@link io.tidemark.RetryableException}, is tried
   * again. A statement that fails does so too, even if its exception is caught.
   *
   * @param occasion what happened to the row
   * @param transaction to write with; what would end the transaction is refused
   * @throws Exception if it cannot
   */
  void handle(Occasion<K, V> occasion, Connection transaction) throws Exception;
}
