package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
        .isEqualTo(new Weighed(900, Optional.empty()));
    assertThat(codec.decode(stored("Sent", "{\"carrier\":\"dhl\"}")))
        .isEqualTo(new Sent("dhl", "standard"));
    assertThatThrownBy(() -> codec.decode(stored("Weighed", "{}")))
        .isInstanceOf(EventDecodingException.class);
  }

  @Test
  void a_class_gets_another_name() {
    // region renamed
    EventCodec<ParcelEvent> codec =
        JacksonEventCodec.of(
            EventTypes.ofSealed(ParcelEvent.class).named(Sent.class, "HandedOver"));
    // end
    assertThat(codec.decode(stored("HandedOver", "{\"carrier\":\"dhl\"}")))
        .isInstanceOf(Sent.class);
  }

  // region converting
  record Converting(EventCodec<ParcelEvent> codec) implements EventCodec<ParcelEvent> {
    @Override
    public EventData encode(ParcelEvent event, Metadata metadata, Instant occurredAt) {
      return codec.encode(event, metadata, occurredAt);
    }

    @Override
    public ParcelEvent decode(RecordedEvent event) {
      return switch (event.type()) {
        case "WeighedInPounds" -> new Weighed(grams(event.data()), Optional.empty());
        default -> codec.decode(event);
      };
    }

    @Override
    public Set<String> types() {
      return codec.types();
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
        .isEqualTo(new Weighed(907, Optional.empty()));
  }
}
