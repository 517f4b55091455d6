package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.tidemark.EventData;
import io.tidemark.EventDecodingException;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.ChangingEventsTest.ParcelEvent.Sent;
import io.tidemark.documentation.ChangingEventsTest.ParcelEvent.Weighed;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdNodeBasedDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** {@code docs/how-to/change-an-event.md}. */
class ChangingEventsTest {
  // region events
  sealed interface ParcelEvent {
    record Weighed(int grams, Optional<String> scale) implements ParcelEvent {}

    record Sent(String carrier, @Nullable String service) implements ParcelEvent {
      public Sent {
        service = service == null ? "standard" : service;
      }
    }
  }

  // end

  private static RecordedEvent stored(String type, String data) {
    try (EventStore store = new InMemoryEventStore()) {
      store.append(
          StreamId.of("parcel", "1"), ExpectedVersion.any(), List.of(EventData.of(type, data)));
      return store.readAll(LogQuery.all()).toList().get(0);
    }
  }

  @Test
  void components_come_and_go() {
    EventCodec<ParcelEvent> codec = JacksonEventCodec.ofSealed(ParcelEvent.class);
    assertThat(codec.decode(stored("Weighed", "{\"grams\":900,\"unit\":\"g\"}")))
        .containsExactly(new Weighed(900, Optional.empty()));
    assertThat(codec.decode(stored("Sent", "{\"carrier\":\"dhl\"}")))
        .containsExactly(new Sent("dhl", "standard"));
    assertThatThrownBy(() -> codec.decode(stored("Weighed", "{}")))
        .isInstanceOf(EventDecodingException.class);
    assertThatThrownBy(() -> codec.decode(stored("Sent", "{\"service\":\"express\"}")))
        .isInstanceOf(EventDecodingException.class)
        .hasMessageContaining("carrier");
  }

  @Test
  void a_class_gets_another_name() {
    // region renamed
    EventCodec<ParcelEvent> codec =
        JacksonEventCodec.of(
            EventTypes.ofSealed(ParcelEvent.class).formerly(Sent.class, "HandedOver"));
    // end
    // region kept
    EventCodec<ParcelEvent> keeping =
        JacksonEventCodec.of(
            EventTypes.ofSealed(ParcelEvent.class).named(Sent.class, "HandedOver"));
    // end
    RecordedEvent old = stored("HandedOver", "{\"carrier\":\"dhl\"}");
    Sent sent = new Sent("dhl", "standard");
    assertThat(codec.decode(old)).containsExactly(sent);
    assertThat(keeping.decode(old)).containsExactly(sent);
    assertThat(codec.encode(sent, Metadata.empty(), Instant.EPOCH).type()).isEqualTo("Sent");
    assertThat(keeping.encode(sent, Metadata.empty(), Instant.EPOCH).type())
        .isEqualTo("HandedOver");
  }

  // region aliases
  record Measured(@JsonAlias("width") int widthInMillimetres) {}

  // end

  @Test
  void a_component_gets_another_name() {
    EventCodec<Measured> codec =
        JacksonEventCodec.of(EventTypes.of(Measured.class, Measured.class));
    assertThat(codec.decode(stored("Measured", "{\"width\":20}")))
        .containsExactly(new Measured(20));
  }

  private static final SimpleModule TRIMMING =
      new SimpleModule().addDeserializer(String.class, new Trimmed());

  @Test
  void data_can_follow_other_conventions() {
    // region extending
    EventCodec<ParcelEvent> codec =
        JacksonEventCodec.builder(EventTypes.ofSealed(ParcelEvent.class))
            .naming(PropertyNamingStrategies.SNAKE_CASE)
            .module(TRIMMING)
            .build();
    // end
    assertThat(codec.decode(stored("Sent", "{\"carrier\":\" dhl \"}")))
        .containsExactly(new Sent("dhl", "standard"));
  }

  private static final class Trimmed extends StdNodeBasedDeserializer<String> {
    private static final long serialVersionUID = 1L;

    Trimmed() {
      super(String.class);
    }

    @Override
    public String convert(JsonNode text, DeserializationContext context) {
      return text.stringValue().strip();
    }
  }

  // region converting
  record Converting(EventCodec<ParcelEvent> codec) implements EventCodec<ParcelEvent> {
    @Override
    public EventData encode(ParcelEvent event, Metadata metadata, Instant occurredAt) {
      return codec.encode(event, metadata, occurredAt);
    }

    @Override
    public List<ParcelEvent> decode(RecordedEvent event) {
      return switch (event.type()) {
        case "WeighedInPounds" -> List.of(new Weighed(grams(event.data()), Optional.empty()));
        case "SentByMistake" -> List.of(); // means nothing any more
        default -> codec.decode(event);
      };
    }

    @Override
    public Set<String> types() {
      Set<String> types = new HashSet<>(codec.types());
      types.addAll(List.of("WeighedInPounds", "SentByMistake"));
      return types;
    }

    private static int grams(String pounds) {
      return (int) Math.round(Double.parseDouble(pounds) * 453.59237);
    }
  }

  // end

  @Test
  void another_shape_is_converted() {
    EventCodec<ParcelEvent> codec = new Converting(JacksonEventCodec.ofSealed(ParcelEvent.class));
    assertThat(codec.decode(stored("WeighedInPounds", "2.0")))
        .containsExactly(new Weighed(907, Optional.empty()));
    assertThat(codec.decode(stored("SentByMistake", "{}"))).isEmpty();
  }
}
