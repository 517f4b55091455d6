package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code admin what-if}. */
class WhatIfTest {
  private static final List<Projection<?, ?>> CLICKS = List.of(Clicks.PROJECTION);

  @TempDir private Path directory;
  private final CounterLab lab = new CounterLab();

  @BeforeEach
  void click() {
    lab.click("red", 2);
    lab.click("blue", 4);
    lab.click("red", 5);
    lab.projections().catchUp(Clicks.PROJECTION);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void events_are_dropped_without_a_trace() {
    CounterRun run = whatIf(80, "--drop", "1,2").endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines())
        .containsExactly(
            "0 added, 1 missing, 1 changed of 1 row at position 3",
            "  blue missing: row removed: counter blue, clicks 4 (since position 2)",
            "  red changed: clicks 7 \u2192 5 (since position 1)");
    assertThat(lab.clicks("red")).contains(7L);
    assertThat(lab.clicks("blue")).contains(4L);
    assertThat(lab.store().head()).isEqualTo(3);
  }

  @Test
  void what_has_no_room_on_a_line_goes_on_under_its_beginning() {
    CounterRun run = whatIf(40, "--drop", "1").endedWith(ExitCode.DONE).fits(40);

    assertThat(run.lines())
        .containsExactly(
            "0 added, 0 missing, 1 changed of 2 rows",
            "at position 3",
            "  red changed: clicks 7 \u2192 5 (since",
            "  position 1)");
  }

  @Test
  void events_are_inserted_as_events_prints_them() throws IOException {
    CounterRun listed =
        lab.run(CLICKS, "admin", "events", "--json", "--from", "2").endedWith(ExitCode.DONE);
    Path file = Files.writeString(directory.resolve("events.json"), listed.out());

    CounterRun run = whatIf(80, "--insert", file.toString()).endedWith(ExitCode.DONE);

    assertThat(run.lines())
        .containsExactly(
            "0 added, 0 missing, 2 changed of 2 rows at position 3",
            "  blue changed: clicks 4 \u2192 8 (since position 2)",
            "  red changed: clicks 7 \u2192 12 (since position 3)");
  }

  @Test
  void an_event_is_changed_by_dropping_it_and_inserting_another() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("other.jsonl"),
            """
            {"position":1,"stream":"counter-red","type":"Clicked","data":{"times":90}}

            {"position":0,"stream":"counter-new","type":"Clicked","data":{"times":1},"metadata":{"correlationId":"c"},"occurredAt":"2026-01-31T12:00:00Z"}
            """);

    CounterRun run =
        whatIf(80, "--drop", "1", "--insert", file.toString(), "--json").endedWith(ExitCode.DONE);

    assertThat(run.out())
        .contains("\"added\":1,\"missing\":0,\"changed\":1")
        .contains("\"other\":{\"counter\":\"red\",\"clicks\":95}")
        .contains("\"other\":{\"counter\":\"new\",\"clicks\":1}");
  }

  @Test
  void the_log_may_end_earlier() {
    assertThat(whatIf(80, "--until", "2").endedWith(ExitCode.DONE).lines())
        .containsExactly(
            "0 added, 0 missing, 1 changed of 2 rows at position 2",
            "  red changed: clicks 7 \u2192 2 (last event at position 1)");
    assertThat(whatIf(80, "--until", "3").endedWith(ExitCode.DONE).lines())
        .containsExactly("No difference in 2 rows at position 3");
  }

  @Test
  void what_cannot_be_asked_is_told() throws IOException {
    assertThat(whatIf(0).endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Nothing to change: expected --drop, --insert or --until");
    assertThat(whatIf(0, "--drop", "9").endedWith(ExitCode.FAILED).err())
        .isEqualTo("counter: --drop 9: the log ends at position 3\n");
    assertThat(whatIf(0, "--insert", "nosuch.jsonl").endedWith(ExitCode.FAILED).err())
        .contains("nosuch.jsonl: no such file");
    Path wrong = Files.writeString(directory.resolve("wrong"), "\nnonsense\n");
    CounterRun named = whatIf(0, "--insert", wrong.toString()).endedWith(ExitCode.FAILED);
    assertThat(named.err()).contains("Line 2 of " + wrong + ": expected a JSON object, actual ");
    assertThat(named.err().lines()).hasSize(1);
    Path empty = Files.writeString(directory.resolve("empty"), "\n[]\n");
    assertThat(whatIf(0, "--insert", empty.toString()).endedWith(ExitCode.FAILED).err())
        .contains("No event in " + empty);
  }

  private CounterRun whatIf(int columns, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "admin";
    arguments[1] = "what-if";
    arguments[2] = "clicks";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return lab.run(columns, CLICKS, arguments);
  }
}
