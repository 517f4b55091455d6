package io.tidemark.sql.cases.window;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is in the log of a case.
 *
 * @param key whose it is; that of all if it only says how far time has gone
 */
record CaseEvent(String key, BigDecimal value, boolean isWatermark) {
  static final Codec CODEC = new Codec();

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WATERMARK = "Watermark";

  static final class Codec implements EventCodec<CaseEvent> {
    @Override
    public EventData encode(CaseEvent event, Metadata metadata, Instant occurredAt) {
      String text = event.value.stripTrailingZeros().toPlainString();
      return new EventData(
          EventIds.next(),
          event.isWatermark ? WATERMARK : "Happened",
          JSON.writeValueAsString(Map.of("key", event.key, "value", text)),
          metadata,
          occurredAt);
    }

    @Override
    public List<CaseEvent> decode(RecordedEvent event) {
      JsonNode data = JSON.readTree(event.data());
      return List.of(
          new CaseEvent(
              data.get("key").asString(),
              new BigDecimal(data.get("value").asString()),
              event.type().equals(WATERMARK)));
    }

    @Override
    public Set<String> types() {
      return Set.of("Happened", WATERMARK);
    }
  }

  String text() {
    return value.stripTrailingZeros().toPlainString();
  }
}
