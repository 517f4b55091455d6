package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.EventDecodingException;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

class RequiredComponentsTest {
  /** As other libraries declare it, for declarations instead of types. */
  @interface Elsewhere {
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
    @interface Nullable {}
  }

  record Address(String street, @org.jspecify.annotations.Nullable String floor) {}

  record Sent(
      String carrier,
      Address to,
      List<String> parcels,
      Map<String, Integer> weights,
      Integer boxes,
      @JsonProperty("express") boolean isExpress) {}

  record Noted(
      @org.jspecify.annotations.Nullable String text,
      @Elsewhere.Nullable Integer number,
      Optional<String> author,
      OptionalInt page) {}

  record Renamed(@JsonAlias({"owner", "holder"}) String customer) {}

  record CamelCase(String firstName, int birthYear) {}

  private static final String SENT =
      """
      {"carrier":"dhl","to":{"street":"Main"},"parcels":["a"],"weights":{},"boxes":1,"express":true}""";

  private final EventCodec<Object> codec =
      JacksonEventCodec.of(
          EventTypes.of(Object.class, Sent.class, Noted.class, Renamed.class, CamelCase.class));

  @Test
  void data_with_all_components_is_read() {
    assertThat(codec.decode(stored("Sent", SENT)))
        .containsExactly(
            new Sent("dhl", new Address("Main", null), List.of("a"), Map.of(), 1, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"carrier", "to", "parcels", "weights", "boxes", "express", "street"})
  void a_component_that_is_missing_is_an_error_that_names_it(String name) {
    assertRefused("Sent", SENT.replace("\"" + name + "\"", "\"other\""), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"carrier\":\"dhl\"",
        "\"to\":{\"street\":\"Main\"}",
        "\"parcels\":[\"a\"]",
        "\"weights\":{}",
        "\"boxes\":1",
        "\"express\":true",
        "\"street\":\"Main\""
      })
  void null_is_as_good_as_missing(String property) {
    String name = property.substring(1, property.indexOf("\":"));
    assertRefused("Sent", SENT.replace(property, "\"" + name + "\":null"), name);
  }

  @Test
  void what_may_be_absent_may_be_missing_or_null() {
    Noted empty = new Noted(null, null, Optional.empty(), OptionalInt.empty());
    assertThat(codec.decode(stored("Noted", "{}"))).containsExactly(empty);
    assertThat(
            codec.decode(
                stored("Noted", "{\"text\":null,\"number\":null,\"author\":null,\"page\":null}")))
        .containsExactly(empty);
  }

  @Test
  void an_event_that_has_null_where_none_may_be_is_refused_before_it_is_stored() {
    assertThatThrownBy(() -> codec.encode(new Renamed(null), Metadata.empty(), Instant.EPOCH))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("customer");
  }

  @Property(tries = 200)
  void whatever_may_be_absent_comes_back_as_it_was(
      @ForAll boolean hasText, @ForAll int number, @ForAll boolean hasPage) {
    Noted noted =
        new Noted(
            hasText ? "text" : null,
            number % 3 == 0 ? null : number,
            number % 2 == 0 ? Optional.empty() : Optional.of("ada"),
            hasPage ? OptionalInt.of(number) : OptionalInt.empty());
    String data = codec.encode(noted, Metadata.empty(), Instant.EPOCH).data();
    assertThat(codec.decode(stored("Noted", data))).containsExactly(noted);
  }

  @Test
  void a_component_is_read_under_its_former_names_too() {
    for (String name : List.of("owner", "holder", "customer")) {
      assertThat(codec.decode(stored("Renamed", "{\"" + name + "\":\"Anna\"}")))
          .containsExactly(new Renamed("Anna"));
    }
    assertRefused("Renamed", "{\"name\":\"Anna\"}", "customer");
    assertThat(codec.encode(new Renamed("Anna"), Metadata.empty(), Instant.EPOCH).data())
        .isEqualTo("{\"customer\":\"Anna\"}");
  }

  @Test
  void components_can_have_other_names_in_the_data() {
    EventCodec<Object> snake =
        JacksonEventCodec.builder(EventTypes.of(Object.class, CamelCase.class))
            .naming(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    CamelCase event = new CamelCase("Anna", 1990);
    String data = snake.encode(event, Metadata.empty(), Instant.EPOCH).data();
    assertThat(data).isEqualTo("{\"first_name\":\"Anna\",\"birth_year\":1990}");
    assertThat(snake.decode(stored("CamelCase", data))).containsExactly(event);
    assertThatThrownBy(() -> snake.decode(stored("CamelCase", "{\"first_name\":\"Anna\"}")))
        .isInstanceOf(EventDecodingException.class)
        .hasMessageContaining("birth_year");
  }

  @Test
  void a_module_cannot_make_components_optional() {
    SimpleModule lenient =
        new SimpleModule() {
          private static final long serialVersionUID = 1L;

          @Override
          public void setupModule(SetupContext context) {
            context.insertAnnotationIntrospector(new NothingRequired());
          }
        };
    EventCodec<Object> extended =
        JacksonEventCodec.builder(EventTypes.of(Object.class, Renamed.class))
            .module(lenient)
            .build();
    assertThatThrownBy(() -> extended.decode(stored("Renamed", "{}")))
        .isInstanceOf(EventDecodingException.class);
  }

  @Test
  void a_module_cannot_loosen_what_keeps_data_exact() {
    SimpleModule loose =
        new SimpleModule() {
          private static final long serialVersionUID = 1L;

          @Override
          public void setupModule(SetupContext context) {
            ((MapperBuilder<?, ?>) context.getOwner())
                .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JacksonEventCodec.builder(EventTypes.of(Object.class, Renamed.class))
                    .module(loose)
                    .build())
        .withMessage(
            "Invalid module: expected USE_BIG_DECIMAL_FOR_FLOATS to stay enabled, actual disabled");
  }

  private static final class NothingRequired extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(
        tools.jackson.databind.cfg.MapperConfig<?> config,
        tools.jackson.databind.introspect.AnnotatedMember member) {
      return false;
    }
  }

  private void assertRefused(String type, String data, String name) {
    assertThatThrownBy(() -> codec.decode(stored(type, data)))
        .isInstanceOf(EventDecodingException.class)
        .hasMessageMatching(".*['\"]" + name + "['\"].*");
  }

  private static RecordedEvent stored(String type, String data) {
    StreamId stream = StreamId.of("parcel", "1");
    return new RecordedEvent(
        1, stream, 1, new UUID(0, 1), type, data, Metadata.empty(), Instant.EPOCH, Instant.EPOCH);
  }
}
