package io.tidemark.projection;

/**
 * A projection of which all is known but what an event does to its row.
 *
 * @param <E> the events
 * @param <V> the rows
 * @param source name, rows and events
 * @param keys which row an event changes
 */
public record KeyedProjection<E, V>(SourcedProjection<E, V> source, KeySelector<E> keys) {
  /** Completes the definition. */
  public Projection<E, V> fold(Folder<E, V> folder) {
    return new Projection<>(this, folder);
  }
}
