package io.tidemark.reaction;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.tick.Tick;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One condition of a reaction, and what is done if it is met. Immutable.
 *
 * @param isMet whether a change of a row is an occasion
 * @param deed what is done
 */
record Clause<K, V>(Predicate<RowStep<K, V>> isMet, Deed<K, V> deed) {
  /** What is done on an occasion. */
  sealed interface Deed<K, V> {
    void on(Occasion<K, V> occasion, RowStep.Effects effects) throws Exception;
  }

  /** A handler is called. */
  record Call<K, V>(ReactionHandler<K, V> handler) implements Deed<K, V> {
    @Override
    public void on(Occasion<K, V> occasion, RowStep.Effects effects) throws Exception {
      effects.call(occasion, transaction -> handler.handle(occasion, transaction));
    }
  }

  /** An event is appended. It happened when the event that caused it did. */
  record Append<K, V, E>(
      String category,
      Function<Occasion<K, V>, String> keys,
      Function<Occasion<K, V>, E> events,
      EventCodec<? super E> codec)
      implements Deed<K, V> {
    @Override
    public void on(Occasion<K, V> occasion, RowStep.Effects effects) {
      RecordedEvent cause = occasion.event();
      E event = events.apply(occasion);
      Metadata metadata =
          Tick.is(cause) // which nobody can look up
              ? Metadata.empty()
              : Metadata.of(Metadata.CAUSATION_ID, cause.id().toString());
      EventData encoded =
          codec.encode(
              event,
              cause
                  .metadata()
                  .correlationId()
                  .map(id -> metadata.with(Metadata.CORRELATION_ID, id))
                  .orElse(metadata),
              cause.occurredAt());
      effects.append(
          new StreamId(category, keys.apply(occasion)),
          event,
          new EventData(
              occasion.id(),
              encoded.type(),
              encoded.data(),
              encoded.metadata(),
              encoded.occurredAt()));
    }
  }
}
