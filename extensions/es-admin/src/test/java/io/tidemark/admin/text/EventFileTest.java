package io.tidemark.admin.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StreamId;
import io.tidemark.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFileTest {
  private static final String GOOD =
      "{\"position\":1,\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{\"times\":1}}";

  @TempDir private Path directory;

  @Test
  void events_are_read_as_they_are_printed_in_a_list_and_without_one() throws IOException {
    String all =
        "{\"position\":7,\"stream\":\"account-1\",\"version\":2,\"type\":\"Deposited\","
            + "\"recordedAt\":\"2026-11-22T13:06:10.230603Z\",\"occurredAt\":\"2026-11-22T13:06:10Z\","
            + "\"data\":{\"amount\":250.00,\"note\":\"a\\nb\"},\"metadata\":{\"correlationId\":\"c\"}}";

    List<EventFile.Placed> events = read("[" + GOOD + ",\n " + all + "]\n\n" + GOOD + "\n");

    assertThat(events).extracting(EventFile.Placed::position).containsExactly(1L, 7L, 1L);
    EventFile.Placed deposited = events.get(1);
    assertThat(deposited.stream()).isEqualTo(StreamId.of("account", "1"));
    assertThat(deposited.data().type()).isEqualTo("Deposited");
    assertThat(deposited.data().data()).isEqualTo("{\"amount\":250.00,\"note\":\"a\\nb\"}");
    assertThat(deposited.data().occurredAt()).isEqualTo(Instant.parse("2026-11-22T13:06:10Z"));
    assertThat(deposited.data().metadata().correlationId()).contains("c");
    assertThat(events.get(0).data().id()).isNotEqualTo(events.get(2).data().id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | expected a JSON object, actual ",
        "7 | expected a JSON object, actual 7",
        "{\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{}} | 'position' is missing: expected the position of the event after which it is to come",
        "{\"position\":-1,\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{}} | expected a whole number of at least 0 in 'position', actual -1",
        "{\"position\":1,\"stream\":\"red\",\"type\":\"Clicked\",\"data\":{}} | red",
        "{\"position\":1,\"stream\":\"counter-red\",\"data\":{}} | 'type' is missing: expected the type of the event",
        "{\"position\":1,\"stream\":\"counter-red\",\"type\":\"Clicked\"} | 'data' is missing: expected the data of the event",
        "{\"position\":1,\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{},\"occuredAt\":\"x\"} | actual also 'occuredAt'",
        "{\"position\":1,\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{},\"occurredAt\":\"now\"} | expected an instant such as 2026-01-31T12:00:00Z in 'occurredAt', actual 'now'",
        "{\"position\":1,\"stream\":\"counter-red\",\"type\":\"Clicked\",\"data\":{},\"metadata\":{\"a\":1}} | expected a text of the metadata in 'a', actual 1",
      })
  void a_line_that_is_no_event_is_named(String line, String answer) {
    assertThatThrownBy(() -> read(GOOD + "\n" + line + "\n"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith("Line 2 of " + directory.resolve("events"))
        .hasMessageContaining(answer);
  }

  @Test
  void a_file_without_events_or_of_another_encoding_is_refused() throws IOException {
    assertThatThrownBy(() -> read("\n[]\n")).hasMessageContaining("No event in ");
    Path file =
        Files.write(directory.resolve("latin"), "\u00E4".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> EventFile.read(file)).hasMessage("Not UTF-8: " + file);
  }

  private List<EventFile.Placed> read(String text) throws IOException {
    return EventFile.read(Files.writeString(directory.resolve("events"), text));
  }
}
