package io.tidemark.bank.overdraft;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads limits of today, and those of a program that wrote amounts as text with a decimal comma,
 * {@code {"amount":"500,00"}}. Writes those of today only. Thread-safe.
 */
final class LimitCodec implements EventCodec<LimitEvent> {
  private static final Pattern WITH_COMMA = Pattern.compile("\"(\\d{1,15}),(\\d{1,2})\"");

  private final EventCodec<LimitEvent> today = JacksonEventCodec.ofSealed(LimitEvent.class);

  @Override
  public EventData encode(LimitEvent event, Metadata metadata, Instant occurredAt) {
    return today.encode(event, metadata, occurredAt);
  }

  @Override
  public List<LimitEvent> decode(RecordedEvent event) {
    String data = WITH_COMMA.matcher(event.data()).replaceAll("$1.$2");
    return today.decode(
        new RecordedEvent(
            event.position(),
            event.stream(),
            event.version(),
            event.id(),
            event.type(),
            data,
            event.metadata(),
            event.occurredAt(),
            event.recordedAt()));
  }

  @Override
  public Set<String> types() {
    return today.types();
  }
}
