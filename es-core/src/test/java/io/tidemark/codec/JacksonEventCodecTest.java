package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.EventDecodingException;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonEventCodecTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  sealed interface AccountEvent {
    default boolean isImportant() {
      return true;
    }
  }

  record Opened(String owner, Currency currency) implements AccountEvent {}

  record Deposited(BigDecimal amount) implements AccountEvent {
    String getDescription() {
      return "never stored";
    }
  }

  record Counted(int count, long total, boolean done) implements AccountEvent {}

  record Closed() implements AccountEvent {}

  @SuppressWarnings("ArrayRecordComponent") // its useless equals is what the test is about
  record Loaded(double[] values) implements AccountEvent {}

  record Everything(
      Instant instant,
      LocalDate date,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Duration duration,
      UUID uuid,
      BigInteger big,
      Optional<String> maybe,
      List<BigDecimal> amounts,
      Map<String, List<Integer>> groups,
      Object untyped)
      implements AccountEvent {}

  record Unreadable(Runnable code) implements AccountEvent {}

  enum Currency {
    EUR,
    CZK;

    @Override
    public String toString() {
      return "currency " + name();
    }
  }

  private final JacksonEventCodec<AccountEvent> codec =
      JacksonEventCodec.ofSealed(AccountEvent.class);

  @Test
  void a_record_is_written_in_the_order_of_its_components_and_by_them_only() {
    assertThat(encode(new Opened("Anna", Currency.CZK)).data())
        .isEqualTo("{\"owner\":\"Anna\",\"currency\":\"CZK\"}");
    assertThat(encode(new Deposited(new BigDecimal("900.00"))).data())
        .isEqualTo("{\"amount\":900.00}");
    assertThat(encode(new Closed()).data()).isEqualTo("{}");
  }

  @Test
  void what_surrounds_the_event_is_kept() {
    Metadata metadata = Metadata.of("correlationId", "c-1");

    EventData event = codec.encode(new Closed(), metadata, NOW);

    assertThat(event.type()).isEqualTo("Closed");
    assertThat(event.metadata()).isEqualTo(metadata);
    assertThat(event.occurredAt()).isEqualTo(NOW);
    assertThat(event.id()).isNotEqualTo(encode(new Closed()).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "900.00",
        "0.10",
        "-0.00",
        "1E+3",
        "1E-400",
        "9007199254740993",
        "123456789.123456789123456789"
      })
  void decimals_come_back_exactly(String amount) {
    assertComesBack(new Deposited(new BigDecimal(amount)));
  }

  @Property(tries = 500)
  void any_decimal_comes_back_exactly(@ForAll BigDecimal amount) {
    assertComesBack(new Deposited(amount));
  }

  @Test
  void the_usual_types_come_back_equal() {
    assertComesBack(
        new Everything(
            Instant.parse("2026-11-22T10:15:30.123456789Z"),
            LocalDate.of(1993, 12, 31),
            OffsetDateTime.parse("2026-11-22T10:15:30.1+02:00"),
            ZonedDateTime.parse("2026-11-22T10:15:30+01:00[Europe/Prague]"),
            Duration.ofNanos(1_234_567_891L),
            new UUID(1, 2),
            new BigInteger("123456789012345678901234567890"),
            Optional.empty(),
            List.of(new BigDecimal("1.10"), new BigDecimal("0E+7")),
            Map.of("a", List.of(1, 2)),
            new BigDecimal("1.00")));
  }

  @Test
  void an_array_does_not_stand_in_the_way() {
    Loaded back = (Loaded) decode(recorded(encode(new Loaded(new double[] {1.5, -0.0}))));
    assertThat(back.values()).containsExactly(1.5, -0.0);
  }

  @Test
  void unknown_properties_are_passed_over() {
    assertThat(decode(recorded("Deposited", "{\"amount\":1.0,\"new\":{\"x\":[1]}}")))
        .isEqualTo(new Deposited(new BigDecimal("1.0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"total\":1,\"done\":true}",
        "{\"count\":null,\"total\":1,\"done\":true}",
        "{\"count\":\"x\",\"total\":1,\"done\":true}",
        "{\"count\":1,\"total\":1,\"done\":true} 1",
        "null",
        "[]",
        "{"
      })
  void data_that_does_not_fit_is_an_error(String data) {
    RecordedEvent event = recorded("Counted", data);
    assertThatThrownBy(() -> codec.decode(event))
        .isInstanceOfSatisfying(
            EventDecodingException.class, e -> assertThat(e.event()).isSameAs(event))
        .hasMessageStartingWith(
            "Cannot decode event Counted at position 7 (account-42 version 3): expected data that fits ");
  }

  @Test
  void a_type_that_is_not_registered_is_an_error_and_never_a_class_name() {
    RecordedEvent event = recorded(Deposited.class.getName(), "{\"amount\":1}");
    assertThatThrownBy(() -> codec.decode(event))
        .isInstanceOf(EventDecodingException.class)
        .hasMessageContaining("expected one of the types");
  }

  @Test
  void a_class_name_in_the_data_is_only_text() {
    RecordedEvent event =
        recorded("Opened", "{\"@class\":\"java.net.URL\",\"owner\":\"x\",\"currency\":\"EUR\"}");
    assertThat(decode(event)).isEqualTo(new Opened("x", Currency.EUR));
  }

  @Test
  void an_event_that_could_not_be_read_back_is_refused() {
    assertThatThrownBy(() -> encode(new Unreadable(() -> {})))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("of type Unreadable");
    assertThatThrownBy(() -> encode(new Deposited(new BigDecimal("9".repeat(1_500)))))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void an_event_of_another_family_is_refused() {
    EventCodec<Object> objects = JacksonEventCodec.of(EventTypes.of(Object.class, Opened.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects.encode("text", Metadata.empty(), NOW))
        .withMessageContaining("java.lang.String");
  }

  @Test
  void events_are_found_under_their_given_names() {
    JacksonEventCodec<AccountEvent> named =
        JacksonEventCodec.of(
            EventTypes.ofSealed(AccountEvent.class).named(Opened.class, "account-opened"));
    EventData event = named.encode(new Opened("Anna", Currency.EUR), Metadata.empty(), NOW);

    assertThat(event.type()).isEqualTo("account-opened");
    assertThat(named.decode(recorded(event))).containsExactly(new Opened("Anna", Currency.EUR));
    assertThat(named.types()).contains("account-opened", "Closed").doesNotContain("Opened");
  }

  private void assertComesBack(AccountEvent event) {
    AccountEvent back = decode(recorded(encode(event)));
    assertThat(back).isEqualTo(event);
  }

  private AccountEvent decode(RecordedEvent event) {
    List<AccountEvent> decoded = codec.decode(event);
    assertThat(decoded).hasSize(1);
    return decoded.get(0);
  }

  private EventData encode(AccountEvent event) {
    return codec.encode(event, Metadata.empty(), NOW);
  }

  private static RecordedEvent recorded(EventData event) {
    return recorded(event.type(), event.data());
  }

  private static RecordedEvent recorded(String type, String data) {
    StreamId stream = StreamId.of("account", "42");
    return new RecordedEvent(7, stream, 3, new UUID(0, 1), type, data, Metadata.empty(), NOW, NOW);
  }

  @Test
  void events_get_the_tags_of_all_that_they_are() {
    JacksonEventCodec<AccountEvent> tagging =
        JacksonEventCodec.builder(EventTypes.ofSealed(AccountEvent.class))
            .tags(Opened.class, opened -> List.of(Tag.of("owner", opened.owner())))
            .tags(AccountEvent.class, event -> List.of(new Tag("account")))
            .build();

    assertThat(tagging.encode(new Opened("ada", Currency.EUR), Metadata.empty(), NOW).tags())
        .containsExactlyInAnyOrder(Tag.of("owner", "ada"), new Tag("account"));
    assertThat(tagging.encode(new Closed(), Metadata.empty(), NOW).tags())
        .containsExactly(new Tag("account"));
    assertThat(codec.encode(new Closed(), Metadata.empty(), NOW).tags()).isEmpty();
  }

  @Test
  void names_of_a_class_are_those_of_all_that_are_it() {
    assertThat(codec.namesOf(Opened.class)).containsExactly("Opened");
    assertThat(codec.namesOf(AccountEvent.class)).isEqualTo(codec.types());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.namesOf(String.class))
        .withMessageContaining("java.lang.String");
  }
}
