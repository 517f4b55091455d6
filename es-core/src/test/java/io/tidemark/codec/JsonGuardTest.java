package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.InvalidEventException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "\"text\"",
        "-0.0",
        "1E+2000",
        "900.00",
        "{\"b\":1,\"a\":{\"b\":2}}",
        "[{\"a\":1},{\"a\":1}]",
        "  {\"a\" : \"\\ud83d\\ude00 \\u00e4\"}  ",
        "{\"grüße\":\"😀\"}",
        "{\"a\":\"\\\\u0000\"}"
      })
  void what_can_be_read_back_passes(String data) {
    assertThatCode(() -> check(data)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1}}",
        "{} {}",
        "1 2",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "NaN",
        "+1",
        "01",
        "// comment\n{}",
        "\"line\nbreak\"",
        "\uFEFF{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "1E+99999999999"
      })
  void what_is_not_strict_json_is_refused(String data) {
    assertThatThrownBy(() -> check(data)).isInstanceOf(InvalidEventException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000\"",
        "{\"\\u0000\":1}",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "{\"\\ud83d\":1}",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83d \\ude00\""
      })
  void escapes_that_no_database_can_store_are_refused(String data) {
    assertThatThrownBy(() -> check(data))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageMatching(".*(expected text that UTF-8 can store|surrogate).*");
  }

  @Test
  void characters_that_no_database_can_store_are_refused() {
    for (char bad : new char[] {'\0', '\ud83d', '\ude00'}) {
      assertThatThrownBy(() -> check("\"a" + bad + "\""))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("expected data that UTF-8 can store, actual \\u%04x", (int) bad);
    }
  }

  @Test
  void the_size_limit_counts_bytes_of_utf_8() {
    JsonGuard guard = JsonGuard.withMaxBytes(12);
    guard.check(event("\"0123456789\""));
    guard.check(event("\"äöüäö\""));
    guard.check(event("\"😀😀ä\""));
    for (String data : new String[] {"\"01234567890\"", "\"äöüäöü\"", "\"😀😀äa\""}) {
      assertThatThrownBy(() -> guard.check(event(data)))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("expected at most 12 bytes of data, actual");
    }
  }

  @Test
  void one_mebibyte_passes_and_one_byte_more_does_not() {
    String longest = "\"" + "x".repeat(JsonGuard.STANDARD_MAX_BYTES - 2) + "\"";
    check(longest);
    assertThatThrownBy(() -> check(longest + " ")).hasMessageContaining("actual 1048577");
  }

  @Test
  void numbers_of_a_thousand_digits_pass_and_longer_ones_do_not() {
    check("9".repeat(1_000));
    assertThatThrownBy(() -> check("[" + "9".repeat(1_500) + "]"))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> check("0." + "9".repeat(1_500)))
        .isInstanceOf(InvalidEventException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1E131071",
        "-9.9E131071",
        "0.001E131074",
        "1E-16383",
        "1.5E-16382",
        "0E-16383",
        "0E131071"
      })
  void numbers_that_sql_can_hold_pass(String number) {
    check("{\"x\":" + number + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1E131072",
        "1E200000",
        "-12E131071",
        "0.001E131075",
        "1E-16384",
        "1.5E-16383",
        "0E-16384"
      })
  void numbers_that_sql_cannot_hold_are_refused(String number) {
    assertThatThrownBy(() -> check("{\"x\":" + number + "}"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("131072 digits before and 16383 after the decimal point")
        .hasMessageContaining("actual " + number);
  }

  @Test
  void two_hundred_levels_pass_and_more_do_not() {
    check("[".repeat(200) + "]".repeat(200));
    assertThatThrownBy(() -> check("[".repeat(201) + "]".repeat(201)))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> check("{\"a\":".repeat(201) + "1" + "}".repeat(201)))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void the_refusal_names_the_event() {
    EventData event = event("{");
    assertThatThrownBy(() -> JsonGuard.standard().check(event))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e -> {
              assertThat(e.eventId()).isEqualTo(event.id());
              assertThat(e.type()).isEqualTo("Deposited");
              assertThat(e).hasCauseInstanceOf(RuntimeException.class);
            });
  }

  @Test
  void a_size_limit_beyond_what_can_be_parsed_is_refused() {
    for (int limit : new int[] {0, -1, JsonGuard.MAX_BYTES_LIMIT + 1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> JsonGuard.withMaxBytes(limit));
    }
  }

  private static void check(String data) {
    JsonGuard.standard().check(event(data));
  }

  private static EventData event(String data) {
    return EventData.of("Deposited", data);
  }
}
