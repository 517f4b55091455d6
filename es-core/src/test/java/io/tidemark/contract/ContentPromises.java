package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.LogQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is stored comes back as it was; what could not is refused. */
abstract class ContentPromises extends FollowPromises {
  private static final int MEBIBYTE = 1 << 20;
  private static final List<String> HOSTILE =
      List.of(
          "'; drop table events; --",
          "\" or 1=1",
          "100%",
          "_",
          "\\",
          "\\'",
          "$$",
          "$1",
          "?",
          "{a,b}",
          "NULL",
          ",",
          "a b\tc\nd",
          "😀ä漢",
          "'");

  @Test
  void data_comes_back_character_for_character() {
    List<String> texts =
        List.of(
            "{\"b\":1,\"a\":2}",
            "  { \"spaces\" :\t1 }  ",
            "[1E+2000,900.00,-0.0,0e-7,123456789012345678901234567890,0.10]",
            "{\"text\":\"grüße 漢字 😀 \\u00e4 \\ud83d\\ude00 \\\\ \\\" \\/ \\n\"}",
            "{\"\":{\"'\":\"$$\",\"a\\\\b\":null}}",
            "[]",
            "\"text\"",
            "null",
            "\"\"",
            "9".repeat(1_000));
    append(ACCOUNT, texts.stream().map(StoreUnderTest::withData).toList());
    assertThat(read(ACCOUNT)).extracting(RecordedEvent::data).isEqualTo(texts);
  }

  @Test
  void metadata_comes_back_in_its_order() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("z", "last letter first");
    HOSTILE.forEach(text -> entries.put(text, text));
    entries.put("a", "\u0001 \u007f \u2028");
    Metadata metadata = Metadata.of(entries);
    append(ACCOUNT, new EventData(EventIds.next(), "Opened", "{}", metadata, NOON));

    Metadata stored = read(ACCOUNT).get(0).metadata();

    assertThat(stored).isEqualTo(metadata);
    assertThat(stored.asMap().keySet()).containsExactlyElementsOf(entries.keySet());
  }

  @Test
  void names_are_names_whatever_they_look_like() {
    for (String name : HOSTILE) {
      StreamId stream = StreamId.of(category(name), name);
      append(stream, EventData.of(name, "{}"));
    }
    assertThat(store.head()).isEqualTo(HOSTILE.size());
    for (String name : HOSTILE) {
      StreamId stream = StreamId.of(category(name), name);
      assertThat(read(stream)).extracting(RecordedEvent::type).containsExactly(name);
      LogQuery query = LogQuery.all().categories(Set.of(category(name))).types(Set.of(name));
      assertThat(read(query)).extracting(RecordedEvent::stream).containsExactly(stream);
    }
  }

  @Test
  void the_longest_names_can_be_stored() {
    String category = "漢".repeat(StreamId.MAX_CATEGORY_LENGTH);
    StreamId stream = StreamId.of(category, "漢".repeat(StreamId.MAX_KEY_LENGTH));
    String type = "漢".repeat(EventData.MAX_TYPE_LENGTH);
    append(stream, EventData.of(type, "{}"));
    assertThat(read(stream)).extracting(RecordedEvent::type).containsExactly(type);
  }

  @Test
  void malformed_data_is_refused() {
    assertRefused("", " ", "{", "{} {}", "{a:1}", "{'a':1}", "[1,]", "NaN", "01", "// x\n{}");
  }

  @Test
  void a_property_named_twice_is_refused() {
    assertRefused("{\"a\":1,\"a\":2}", "[{\"x\":{\"a\":1,\"\\u0061\":1}}]");
  }

  @Test
  void nul_is_refused() {
    assertRefused("\"\0\"", "\"\\u0000\"", "{\"\\u0000\":1}");
  }

  @Test
  void half_a_surrogate_pair_is_refused() {
    assertRefused("\"\ud83d\"", "\"\ude00\"", "\"\\ud83d\"", "\"\\ude00 \"", "{\"\\ud83d\":1}");
  }

  @Test
  void a_number_of_more_than_a_thousand_digits_is_refused() {
    assertRefused("9".repeat(1_500), "{\"a\":0." + "1".repeat(1_500) + "}");
  }

  @Test
  void nesting_beyond_two_hundred_levels_is_refused() {
    assertRefused("[".repeat(201) + "]".repeat(201), "[".repeat(50_000) + "]".repeat(50_000));
  }

  @Test
  void one_mebibyte_is_stored_and_more_is_refused() {
    String longest = "\"" + "x".repeat(MEBIBYTE - 2) + "\"";
    append(OTHER, withData(longest));
    assertThat(read(OTHER).get(0).data()).isEqualTo(longest);
    assertRefused(longest + " ", "\"" + "漢".repeat(MEBIBYTE / 3) + "\"");
  }

  @Test
  void one_bad_event_refuses_its_whole_append_and_no_other() {
    append(ACCOUNT, deposit(1));
    EventData bad = withData("{");
    assertThatThrownBy(() -> append(ACCOUNT, deposit(2), bad, deposit(3)))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            refused -> {
              assertThat(refused.eventId()).isEqualTo(bad.id());
              assertThat(refused.type()).isEqualTo(bad.type());
            });
    assertThat(append(ACCOUNT, deposit(4)).lastPosition()).isEqualTo(2);
  }

  private static String category(String name) {
    return name.replace('-', '=');
  }

  /** Each is refused, nothing of it is stored, and the log goes on. */
  private void assertRefused(String... texts) {
    long head = store.head();
    for (String text : texts) {
      assertThatThrownBy(() -> append(ACCOUNT, withData(text)))
          .as(text.substring(0, Math.min(60, text.length())))
          .isInstanceOf(InvalidEventException.class);
    }
    assertThat(append(ACCOUNT, deposit(1)).lastPosition()).isEqualTo(head + 1);
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all().after(head))) {
      assertThat(events).hasSize(1);
    }
  }
}
