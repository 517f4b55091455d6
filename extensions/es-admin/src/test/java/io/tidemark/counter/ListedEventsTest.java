package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListedEventsTest {
  private static final String UUID_LIKE = "01a2035d-695a-7de5-8d3e-8ff45eedc8";

  private TestDatabase database;
  private EventStore store;

  @BeforeEach
  void open() {
    database = CounterLab.emptyLog();
    store = PostgresEventStore.builder(database.dataSource()).build();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  /** Positions 1 to 4. */
  private void few() {
    append("counter-1", EventData.of("Clicked", "{\"times\":1}"));
    append(
        "lamp-1",
        new EventData(
            EventIds.next(),
            "Lit",
            "{\"by\":\"Ada\"}",
            Metadata.of(Metadata.CORRELATION_ID, "request 7"),
            Instant.now()));
    append("counter-2", EventData.of("Clicked", "{\"times\":2}"));
    append("counter-1", EventData.of("Emptied", "{}"));
  }

  @Test
  void events_are_chosen_by_stream_category_type_and_correlation() {
    few();

    assertThat(positions("--category", "counter")).containsExactly(1L, 3L, 4L);
    assertThat(positions("--category", "counter,lamp")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(positions("--type", "Clicked")).containsExactly(1L, 3L);
    assertThat(positions("--type", "Clicked", "--from", "2")).containsExactly(3L);
    assertThat(positions("--correlation", "request 7")).containsExactly(2L);
    assertThat(positions("--correlation", "request 8")).isEmpty();
    assertThat(positions("--stream", "counter-1", "--type", "Emptied")).containsExactly(4L);
    assertThat(positions("--stream", "counter-1", "--category", "lamp")).isEmpty();
  }

  @Test
  void the_last_are_the_last_of_those_that_are_chosen() {
    few();

    assertThat(positions("--last", "2")).containsExactly(3L, 4L);
    assertThat(positions("--last", "0")).isEmpty();
    assertThat(positions("--last", "99")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(positions("--last", "1", "--type", "Clicked")).containsExactly(3L);
    assertThat(positions("--last", "1", "--stream", "counter-1")).containsExactly(4L);
    assertThat(positions("--last", "2", "--stream", "counter-1")).containsExactly(1L, 4L);
    assertThat(positions("--last", "9", "--from", "3")).containsExactly(3L, 4L);
  }

  @Test
  void the_last_of_a_rare_type_are_found_far_from_the_end() {
    append("lamp-1", EventData.of("Lit", "{}"));
    many("counter-1", 1_500);
    append("lamp-1", EventData.of("Lit", "{}"));
    many("counter-1", 2_600);

    assertThat(positions("--last", "1", "--type", "Lit")).containsExactly(1_502L);
    assertThat(positions("--last", "2", "--type", "Lit")).containsExactly(1L, 1_502L);
    assertThat(positions("--last", "3", "--type", "Lit")).containsExactly(1L, 1_502L);
    assertThat(positions("--last", "2", "--type", "Lit", "--from", "2")).containsExactly(1_502L);
  }

  @Test
  void a_date_means_its_first_moment_in_the_zone_and_the_user_is_told_which() {
    few();
    set(1, "2026-01-30T22:59:59Z");
    set(2, "2026-01-30T23:00:00Z");
    set(3, "2026-01-31T11:59:59Z");

    assertThat(positions("--since", "2026-01-31", "--zone", "Europe/Berlin"))
        .containsExactly(2L, 3L, 4L);
    assertThat(positions("--since", "2026-01-31T12:00:00Z")).containsExactly(4L);
    assertThat(positions("--since", "2026-01-31T11:59:59Z", "--last", "9")).containsExactly(3L, 4L);
    assertThat(positions("--since", "2026-01-31T12:59:59", "--zone", "+01:00"))
        .containsExactly(3L, 4L);
    assertThat(run("--since", "2026-01-31", "--zone", "Europe/Berlin").err())
        .isEqualTo("counter: note: 2026-01-31 is 2026-01-31T00:00+01:00 (Europe/Berlin)\n");
    assertThat(run("--since", "2026-01-31").err()).contains("the time zone of this machine");
    assertThat(run("--since", "2026-01-31T12:00:00Z").err()).isEmpty();
  }

  @Test
  void a_date_as_of_which_to_look_means_its_last_moment() {
    append("counter-1", EventData.of("Clicked", "{\"times\":1}"));
    append("counter-1", EventData.of("Clicked", "{\"times\":1}"));
    set(1, "2026-01-31T22:59:59.999999Z");
    set(2, "2026-01-31T23:00:00Z");
    String[] state = {
      "admin", "state", "counter-1", "--recorded-at", "2026-01-31", "--zone", "Europe/Berlin"
    };

    CounterRun run = CounterRun.of(counters(), CounterRun.PIPE, state);

    assertThat(run.out()).contains("\"version\":1");
    assertThat(run.err())
        .isEqualTo(
            "counter: note: 2026-01-31 is 2026-01-31T23:59:59.999999+01:00 (Europe/Berlin)\n");
  }

  @Test
  void json_is_one_object_on_a_line_and_never_cut() throws Exception {
    String wide = "\u6f22".repeat(300);
    append("counter-1", EventData.of("Noted", "{\n  \"text\": \"%s\\n\"\n}".formatted(wide)));
    append("counter-1", EventData.of("Noted", "{}"));

    CounterRun run = on(40, "--json");

    assertThat(run.lines()).hasSize(2).allMatch(line -> line.contains("\"position\""));
    JsonNode list = JsonMapper.shared().readTree(run.out());
    assertThat(list.get(0).get("data").get("text").asString()).isEqualTo(wide + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40, 120})
  void a_table_fits_the_terminal_whatever_is_in_it(int columns) {
    append("transfer-" + UUID_LIKE + "44", EventData.of("Requested", "{}"));
    append("transfer-" + UUID_LIKE + "45", EventData.of("Completed", "{}"));
    append("counter-\u6f22\u5b57\u6f22\u5b57", EventData.of("Clicked", "{\"times\":1}"));
    append("counter-1", EventData.of("Noted", "{\"t\":\"\uD83D\uDE00\u6f22\u0301 e\u0301 \"}"));
    append("counter-1", EventData.of("Noted", "{\"t\":\"%s\"}".formatted("long ".repeat(50))));

    CounterRun run = on(columns).endedWith(ExitCode.DONE).fits(columns);

    assertThat(run.out()).contains("44", "45");
    assertThat(run.out().contains("\u2026")).as("blocks need not be cut").isEqualTo(columns > 40);
    assertThat(run.out().contains("Cut to this terminal: --wide shows all"))
        .isEqualTo(columns > 40);
    assertThat(on(columns, "--wide").out())
        .contains("long ".repeat(50))
        .doesNotContain("\u2026", "--wide");
    assertThat(CounterRun.of(counters(), columns, "admin", "streams").fits(columns).out())
        .contains("counter-\u6f22\u5b57\u6f22\u5b57", "4 streams");
  }

  @Test
  void a_terminal_gets_a_page_and_a_hint_how_to_go_on() {
    many("counter-1", 120);

    CounterRun page = on(80).fits(80);
    assertThat(page.lines()).hasSize(1 + 50 + 1);
    assertThat(page.out()).endsWith("More: --from 51 continues, --last N shows the end\n");
    assertThat(on(80, "--from", "51").out()).contains("More: --from 101 continues");
    assertThat(on(80, "--from", "101").lines()).hasSize(1 + 20);
    assertThat(on(80, "--limit", "70").lines()).hasSize(1 + 70);
    assertThat(on(80, "--last", "70").lines()).hasSize(1 + 70);
    assertThat(run().lines()).hasSize(1 + 120);
  }

  @Test
  void a_note_fits_the_terminal_too() {
    assertThat(on(40, "--since", "2026-01-31").err().lines())
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(40));
  }

  @Test
  void a_name_that_no_event_has_is_answered_with_what_was_probably_meant() {
    many("counter-1", 1);

    assertThat(run("--type", "Clikced,Nothing").endedWith(ExitCode.DONE).err())
        .isEqualTo("counter: note: no type Clikced, did you mean 'Clicked'?\n");
    assertThat(run("--category", "countr").endedWith(ExitCode.DONE).err())
        .isEqualTo("counter: note: no category countr, did you mean 'counter'?\n");
    assertThat(run("--type", "Clicked", "--from", "2").endedWith(ExitCode.DONE).err()).isEmpty();
    assertThat(
            CounterRun.of(counters(), CounterRun.PIPE, "admin", "streams", "--type", "Clikced")
                .err())
        .contains("did you mean 'Clicked'?");
  }

  @Test
  void streams_are_paged_by_name_and_chosen_by_what_is_in_them() {
    few();
    for (int n = 10; n < 70; n++) {
      append("lamp-" + n, EventData.of("Lit", "{}"));
    }

    CounterRun page = CounterRun.of(counters(), 80, "admin", "streams").fits(80);
    assertThat(page.lines()).hasSize(1 + 50 + 2);
    assertThat(page.out())
        .contains("50 of 63 streams")
        .endsWith("More: --after lamp-56 continues\n");
    assertThat(streams("--after", "lamp-67")).containsExactly("lamp-68", "lamp-69");
    assertThat(streams("--category", "counter")).containsExactly("counter-1", "counter-2");
    assertThat(streams("--type", "Emptied")).containsExactly("counter-1");
    assertThat(streams("--correlation", "request 7")).containsExactly("lamp-1");
    assertThat(streams("--last", "2")).containsExactly("lamp-68", "lamp-69");
    assertThat(streams("--limit", "1")).containsExactly("counter-1");
    assertThat(streams("--type", "Clicked", "--limit", "1")).containsExactly("counter-1");
    assertThat(
            CounterRun.of(counters(), CounterRun.PIPE, "admin", "streams", "--type", "Clicked")
                .out())
        .contains("counter-1        2              4");
  }

  @Test
  void an_answer_that_fails_does_not_look_like_a_whole_one() {
    few();
    new Jdbc(database.dataSource()).update("delete from tidemark.events where position = 3");

    for (String[] shape : new String[][] {{}, {"--json"}}) {
      CounterRun failed = run(shape);
      assertThat(failed.endedWith(ExitCode.FAILED).err()).contains("Gap in the log");
      assertThat(failed.out()).doesNotContain("no such event", "]");
    }
  }

  @Test
  void an_answer_that_cannot_be_written_is_no_success_unless_nobody_wants_it() {
    few();

    CounterRun full = writingFails("No space left on device");
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.err())
        .isEqualTo("counter: Cannot write the whole answer: No space left on device\n");
    CounterRun unread = writingFails("Broken pipe");
    assertThat(unread.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(unread.err()).isEmpty();
  }

  private CounterRun writingFails(String reason) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException(reason);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    IntSupplier columns = () -> 80;
    Console console =
        new Console(
            Output.to(out, false, columns), Output.to(err, false, columns), Map.of(), Path.of(""));
    int exitCode = CounterRun.run(counters(), console, "admin", "events", "--json");
    return new CounterRun(exitCode, "", err.toString(StandardCharsets.UTF_8));
  }

  private void append(String stream, EventData event) {
    store.append(StreamId.parse(stream), ExpectedVersion.any(), List.of(event));
  }

  private void many(String stream, int count) {
    List<EventData> events = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      events.add(EventData.of("Clicked", "{\"times\":1}"));
    }
    store.append(StreamId.parse(stream), ExpectedVersion.any(), events);
  }

  private void set(long position, String recordedAt) {
    new Jdbc(database.dataSource())
        .update(
            "update tidemark.events set recorded_at = ?::timestamptz where position = ?",
            recordedAt,
            position);
  }

  private List<Long> positions(String... options) {
    JsonNode list = JsonMapper.shared().readTree(run(with(options, "--json")).out());
    return LongStream.range(0, list.size())
        .mapToObj(n -> list.get((int) n).get("position").asLong())
        .collect(Collectors.toList());
  }

  private List<String> streams(String... options) {
    String[] arguments = with(new String[] {"admin", "streams", "--json"}, options);
    List<String> names = new ArrayList<>();
    JsonMapper.shared()
        .readTree(CounterRun.of(counters(), CounterRun.PIPE, arguments).out())
        .forEach(stream -> names.add(stream.get("stream").asString()));
    return names;
  }

  private CounterRun run(String... options) {
    return on(CounterRun.PIPE, options);
  }

  private CounterRun on(int columns, String... options) {
    return CounterRun.of(counters(), columns, with(new String[] {"admin", "events"}, options));
  }

  private AdministeredSystem counters() {
    return CounterRun.counters(database.dataSource(), "tidemark");
  }

  private static String[] with(String[] first, String... second) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(new String[0]);
  }
}
