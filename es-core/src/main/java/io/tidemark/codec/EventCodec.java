package io.tidemark.codec;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Turns the events of one family into what is stored, and back. Thread-safe.
 *
 * @param <E> what all its events have in common, usually a sealed interface
 */
public interface EventCodec<E> {

  /**
   * The event as it will be stored, with a new id.
   *
   * @throws io.tidemark.InvalidEventException if it could not be read back
   */
  EventData encode(E event, Metadata metadata, Instant occurredAt);

  /**
   * The event as it was: one, or what became of it since. An event whose meaning was cut into
   * several gives several, in their order; one that means nothing any more gives none. Its version
   * and position count once in any case.
   *
   * @throws io.tidemark.EventDecodingException if the type is not known or the data does not fit it
   */
  List<E> decode(RecordedEvent event);

  /** Names of all event types it can decode, former ones too. */
  Set<String> types();

  /**
   * Names under which the events of a type are stored, former ones too.
   *
   * @param type one of its names
   * @return by itself this name only; a codec that knows former names gives those too
   */
  default Set<String> namesOf(String type) {
    return Set.of(type);
  }

  /**
   * Names under which events of a class are stored, former ones too; of an interface those of all
   * classes that have it.
   *
   * @return by itself all names, which is right for whoever looks at the events, but more than need
   *     be
   * @throws IllegalArgumentException if none of its events is of the class
   */
  default Set<String> namesOf(Class<?> type) {
    return types();
  }
}
