package io.tidemark.projection;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event that a projection has put aside for one row, and what became of it.
 *
 * @param key of the row, as text
 * @param position of the event in the log
 * @param eventId its id
 * @param eventType its type, as it is stored
 * @param state what is to become of it
 * @param isDecoded whether it could be decoded when it was put aside
 * @param attempts how often it was tried; 0 if it only waits behind another one
 * @param error what came of the last try; empty if it only waits behind another one
 * @param since when it was put aside
 * @param reason why it was discarded, in the words of who did it
 */
public record ParkedEvent(
    String key,
    long position,
    UUID eventId,
    String eventType,
    State state,
    boolean isDecoded,
    int attempts,
    Optional<String> error,
    Instant since,
    Optional<String> reason) {
  /** What is to become of an event that was put aside. */
  public enum State {
    /** It waits to be redriven, and all later ones of its row with it. */
    PARKED,
    /** It was passed over, and the row went on without it. */
    SKIPPED,
    /** Somebody has decided that it is never to change the row. */
    DISCARDED
  }

  /** One that is put aside now. */
  public static <K> ParkedEvent of(Projection<K, ?> projection, PutAside<K> aside) {
    return new ParkedEvent(
        projection.keyText(aside.key()),
        aside.event().position(),
        aside.event().id(),
        aside.event().type(),
        aside.isWaiting() ? State.PARKED : State.SKIPPED,
        aside.isDecoded(),
        aside.error().isPresent() ? 1 : 0,
        aside.error(),
        Instant.now(),
        Optional.empty());
  }
}
