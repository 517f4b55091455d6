package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.store.AppendRequest;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final StreamId ACCOUNT = StreamId.of("account", "42");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void a_stream_is_read_back_from_its_text() {
    assertThat(StreamId.parse("account-42")).isEqualTo(ACCOUNT);
    assertThat(StreamId.parse("account-4-2")).isEqualTo(StreamId.of("account", "4-2"));
    assertThat(StreamId.parse(ACCOUNT.toString())).isEqualTo(ACCOUNT);
  }

  @Test
  void a_stream_without_category_or_key_is_refused() {
    for (String text : new String[] {"", "account", "account-", "-42", "-"}) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> StreamId.parse(text));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("my-account", "42"));
  }

  @Test
  void names_that_no_database_can_store_are_refused() {
    String surrogate = "a\ud83d";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamId.of("a\0", "1"))
        .withMessageContaining("\\u0000 at index 1");
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("a", surrogate));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("a", "\ude00"));
    assertThatIllegalArgumentException().isThrownBy(() -> EventData.of("\0", "{}"));
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("a", "\0"));
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of(surrogate, "a"));
    assertThat(StreamId.of("😀", "😀").toString()).isEqualTo("😀-😀");
  }

  @Test
  void names_that_are_too_long_are_refused() {
    assertThat(StreamId.of("c".repeat(100), "k".repeat(400)).key()).hasSize(400);
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("c".repeat(101), "k"));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("c", "k".repeat(401)));
    assertThatIllegalArgumentException().isThrownBy(() -> EventData.of("t".repeat(201), "{}"));
  }

  @Test
  void a_surrogate_pair_counts_as_one_character_as_it_does_in_the_database() {
    assertThat(StreamId.of("😀".repeat(100), "😀".repeat(400)).key()).hasSize(800);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamId.of("😀".repeat(101), "k"))
        .withMessageContaining("expected 1 to 100 characters, actual 101");
  }

  @Test
  void streams_sort_by_category_then_key() {
    assertThat(StreamId.of("a", "2")).isLessThan(StreamId.of("b", "1"));
    assertThat(StreamId.of("a", "10")).isLessThan(StreamId.of("a", "2"));
  }

  @Test
  void occurred_at_is_cut_to_microseconds_in_years_of_four_digits() {
    assertThat(occurred(NOON.plusNanos(1_999)).occurredAt()).isEqualTo(NOON.plusNanos(1_000));
    for (Instant instant : List.of(Instant.MAX, Instant.MIN, NOON.plusSeconds(1L << 40))) {
      assertThatIllegalArgumentException().isThrownBy(() -> occurred(instant));
    }
  }

  @Test
  void expected_versions_are_met_or_not() {
    assertThat(ExpectedVersion.any().isMetBy(0)).isTrue();
    assertThat(ExpectedVersion.any().isMetBy(7)).isTrue();
    assertThat(ExpectedVersion.noStream().isMetBy(0)).isTrue();
    assertThat(ExpectedVersion.noStream().isMetBy(1)).isFalse();
    assertThat(ExpectedVersion.streamExists().isMetBy(0)).isFalse();
    assertThat(ExpectedVersion.streamExists().isMetBy(1)).isTrue();
    assertThat(ExpectedVersion.exactly(3).isMetBy(3)).isTrue();
    assertThat(ExpectedVersion.exactly(3).isMetBy(2)).isFalse();
    assertThat(ExpectedVersion.exactly(0)).isEqualTo(ExpectedVersion.noStream());
    assertThatIllegalArgumentException().isThrownBy(() -> ExpectedVersion.exactly(-1));
  }

  @Test
  void a_point_includes_what_had_happened_by_then() {
    RecordedEvent event =
        new RecordedEvent(
            7,
            ACCOUNT,
            3,
            new UUID(0, 1),
            "Deposited",
            "{}",
            Metadata.empty(),
            NOON.minusSeconds(60),
            NOON);
    assertThat(AsOf.latest().includes(event)).isTrue();
    assertThat(AsOf.version(3).includes(event)).isTrue();
    assertThat(AsOf.version(2).includes(event)).isFalse();
    assertThat(AsOf.position(7).includes(event)).isTrue();
    assertThat(AsOf.position(6).includes(event)).isFalse();
    assertThat(AsOf.recordedAt(NOON).includes(event)).isTrue();
    assertThat(AsOf.recordedAt(NOON.minusNanos(1)).includes(event)).isFalse();
    assertThat(AsOf.occurredAt(NOON.minusSeconds(60)).includes(event)).isTrue();
    assertThat(AsOf.occurredAt(NOON.minusSeconds(61)).includes(event)).isFalse();
    assertThat(AsOf.position(7).andOccurredAt(NOON.minusSeconds(60)).includes(event)).isTrue();
    assertThat(AsOf.position(6).andOccurredAt(NOON.minusSeconds(60)).includes(event)).isFalse();
    assertThat(AsOf.recordedAt(NOON).andOccurredAt(NOON.minusSeconds(61)).includes(event))
        .isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> AsOf.version(-1));
    AsOf.OccurredAt noon = new AsOf.OccurredAt(NOON);
    assertThatIllegalArgumentException().isThrownBy(() -> new AsOf.Bitemporal(noon, noon));
    assertThatIllegalArgumentException().isThrownBy(() -> AsOf.position(-1));
  }

  @Test
  void metadata_keeps_its_order_and_nobody_can_change_it() {
    Map<String, String> entries = new LinkedHashMap<>(Map.of("b", "1"));
    Metadata metadata = Metadata.of(entries).with("a", "2").with("b", "3");
    entries.put("c", "4");
    assertThat(metadata.asMap()).containsExactly(Map.entry("b", "3"), Map.entry("a", "2"));
    assertThat(metadata.get("c")).isEmpty();
    assertThat(Metadata.of("correlationId", "x").correlationId()).contains("x");
    assertThatThrownBy(() -> metadata.asMap().put("d", "5"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void deferred_metadata_is_decoded_once() {
    AtomicInteger decoded = new AtomicInteger();
    Metadata metadata =
        Metadata.deferred(
            () -> {
              decoded.incrementAndGet();
              return Map.of("a", "1");
            });
    assertThat(decoded).hasValue(0);
    assertThat(metadata).isEqualTo(Metadata.of("a", "1")).hasSameHashCodeAs(Metadata.of("a", "1"));
    assertThat(decoded).hasValue(1);
  }

  @Test
  void too_much_metadata_is_refused() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= Metadata.MAX_ENTRIES; i++) {
      many.put("name" + i, "value");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of(many));
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("a", "x".repeat(10_001)));
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("a", ""));
  }

  @Test
  void an_append_holds_events_and_each_once() {
    EventData event = EventData.of("Deposited", "{}");
    assertThatIllegalArgumentException().isThrownBy(() -> request(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(List.of(event, event)))
        .withMessageContaining(event.id().toString());
    assertThatNullPointerException().isThrownBy(() -> EventData.of("Deposited", null));
  }

  @Test
  void queries_refuse_what_makes_no_sense() {
    assertThatIllegalArgumentException().isThrownBy(() -> StreamQuery.of(ACCOUNT).after(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamQuery.of(ACCOUNT).limit(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> LogQuery.all().after(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogQuery.all().until(AsOf.version(1)))
        .withMessageContaining("actual version 1 of a stream");
  }

  private static EventData occurred(Instant instant) {
    return new EventData(new UUID(0, 1), "Deposited", "{}", Metadata.empty(), instant);
  }

  private static AppendRequest request(List<EventData> events) {
    return new AppendRequest(ACCOUNT, ExpectedVersion.any(), events);
  }
}
