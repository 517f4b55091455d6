package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code admin replay}, {@code compare}, {@code switch} and {@code rollback}. */
class ReplayTest {
  private static final List<Projection<?, ?>> TODAY = List.of(Clicks.PROJECTION, Bursts.PROJECTION);
  private static final List<Projection<?, ?>> OTHER_CODE = List.of(Clicks.SUPERSTITIOUS);

  private final CounterLab lab = new CounterLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay clikcs | No projection clikcs, did you mean 'clicks'?",
        "replay clicks nosuch | No projection nosuch: expected one of clicks, bursts",
        "replay | Nothing to replay: expected a name, several, or --all",
        "replay clicks --all | Names and --all: expected one of them, actual both",
        "replay clicks --workers 0 | expected a whole number of at least 1, actual '0'",
        "replay clicks --workers 65 | Number of workers: expected 1 to 64, actual 65",
        "replay clicks --max-rate fast | expected a whole number of at least 1, actual 'fast'",
        "replay clicks --until soon | expected a position, a date or an instant such as",
        "compare burst | No projection burst, did you mean 'bursts'?",
        "switch clicks --if-equal --approved 1 | --if-equal and --approved: expected one of them, actual both",
        "switch clicks --approved 0000 | expected 16 digits and letters",
        "rollback | Missing required parameter: 'NAME'",
      })
  void wrong_usage_is_told_before_anything_is_opened(String arguments, String answer) {
    CounterRun run = admin(TODAY, arguments).endedWith(ExitCode.WRONG_USAGE);

    assertThat(run.err()).contains(answer);
    assertThat(run.out()).isEmpty();
    assertThat(lab.isOpen()).isFalse();
  }

  @Test
  void several_are_replayed_one_after_the_other() {
    lab.click("red", 2);

    assertThat(admin(TODAY, "replay clicks bursts").endedWith(ExitCode.DONE).out())
        .isEqualTo("Replayed clicks up to position 1\nReplayed bursts up to position 1\n");
    assertThat(admin(TODAY, "replay --all --json").endedWith(ExitCode.DONE).out())
        .containsPattern("\"name\":\"clicks\",\"position\":1,.*\"switched\":true")
        .contains("\"name\":\"bursts\"");
  }

  @Test
  void json_and_progress_share_a_terminal() {
    lab.click("red", 2);

    assertThat(lab.screen(TODAY, "admin", "replay", "--all", "--json"))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("[{\"name\":\"clicks\",") && line.endsWith("},"))
        .anyMatch(line -> line.startsWith(" {\"name\":\"bursts\",") && line.endsWith("}]"));
  }

  @Test
  void a_log_of_nothing_has_no_progress_to_show() {
    assertThat(lab.store().head()).isZero();

    assertThat(lab.screen(TODAY, "admin", "replay", "clicks"))
        .containsExactly("Replayed clicks up to position 0");
  }

  @Test
  void one_that_fails_does_not_keep_the_others_from_it() {
    lab.click("red", 13);

    CounterRun run =
        admin(List.of(Clicks.BROKEN, Bursts.PROJECTION), "replay --all").endedWith(ExitCode.FAILED);

    assertThat(run.out()).isEqualTo("Replayed bursts up to position 1\n");
    assertThat(run.err()).contains("clicks: ").contains("thirteen is bad luck");
  }

  @Test
  void equal_rows_are_switched_to_and_back() {
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);

    CounterRun built = admin(TODAY, "replay clicks --no-switch").endedWith(ExitCode.DONE);
    assertThat(built.lines())
        .containsExactly(
            "Replayed clicks up to position 1, beside the rows that serve",
            "Compare: counter admin compare clicks",
            "Switch: counter admin switch clicks");
    assertThat(admin(TODAY, "compare clicks").endedWith(ExitCode.DONE).lines())
        .containsExactly(
            "No difference in 1 row at position 1",
            "Switch: counter admin switch clicks --if-equal");
    assertThat(admin(TODAY, "switch clicks --if-equal").endedWith(ExitCode.DONE).lines())
        .containsExactly(
            "Switched to the new rows of clicks at position 1",
            "Back: counter admin rollback clicks");
    lab.click("red", 3);
    assertThat(admin(TODAY, "rollback clicks --json").endedWith(ExitCode.DONE).out())
        .contains("\"name\":\"clicks\",\"position\":2");
    assertThat(lab.clicks("red")).contains(5L);
  }

  @Test
  void rows_that_differ_are_switched_to_only_if_that_is_approved() {
    lab.click("red", 2);
    lab.click("red", 13);
    lab.click("blue", 1);
    lab.projections().catchUp(Clicks.PROJECTION);
    admin(OTHER_CODE, "replay clicks --no-switch").endedWith(ExitCode.DONE);

    CounterRun compared =
        onTerminal(OTHER_CODE, "compare clicks").endedWith(ExitCode.FAILED).fits(80);

    assertThat(compared.lines().get(0))
        .isEqualTo("0 added, 0 missing, 1 changed of 2 rows at position 3");
    assertThat(compared.lines().get(1))
        .isEqualTo("  red changed: clicks 15 \u2192 2 (last event at position 2)");
    Matcher print = Pattern.compile("--approved ([0-9a-f]{16})").matcher(compared.out());
    assertThat(print.find()).isTrue();
    assertThat(admin(OTHER_CODE, "switch clicks --if-equal").endedWith(ExitCode.FAILED).err())
        .contains(
            "Switch of clicks refused: expected no difference", "counter admin compare clicks");
    admin(OTHER_CODE, "switch clicks --approved 0123456789abcdef").endedWith(ExitCode.FAILED);
    assertThat(lab.clicks("red")).contains(15L);

    admin(OTHER_CODE, "switch clicks --approved " + print.group(1)).endedWith(ExitCode.DONE);

    assertThat(lab.clicks("red")).contains(2L);
    admin(OTHER_CODE, "rollback clicks").endedWith(ExitCode.DONE);
    assertThat(lab.clicks("red")).contains(15L);
  }

  @Test
  void a_comparison_as_json_has_the_rows() {
    lab.click("red", 13);
    lab.projections().catchUp(Clicks.PROJECTION);
    admin(OTHER_CODE, "replay clicks --no-switch").endedWith(ExitCode.DONE);

    JsonNode report =
        JsonMapper.shared()
            .readTree(admin(OTHER_CODE, "compare clicks --json").endedWith(ExitCode.FAILED).out());

    assertThat(report.get("equal").asBoolean()).isFalse();
    assertThat(report.get("changed").asLong()).isEqualTo(1);
    assertThat(report.get("examples").get(0).toString())
        .isEqualTo(
            "{\"key\":\"red\",\"difference\":\"changed\",\"serving\":{\"counter\":\"red\",\"clicks\":13},"
                + "\"other\":{\"counter\":\"red\",\"clicks\":0},\"event\":1,\"isFirst\":false}");
  }

  @Test
  void what_is_not_there_is_told_with_what_makes_it() {
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);

    assertThat(admin(TODAY, "compare clicks").endedWith(ExitCode.FAILED).err())
        .contains(
            "Rows of clicks are missing", "counter admin replay clicks --no-switch makes them");
    assertThat(admin(TODAY, "switch clicks").endedWith(ExitCode.FAILED).err())
        .contains("counter admin replay clicks --no-switch makes them");
    assertThat(admin(TODAY, "rollback clicks").endedWith(ExitCode.FAILED).err())
        .isEqualTo("counter: Nothing to roll back: clicks has not been switched\n");
  }

  @Test
  void rows_as_of_a_point_are_left_beside_those_that_serve() {
    lab.click("red", 2);
    lab.click("red", 3);
    lab.projections().catchUp(Clicks.PROJECTION);

    assertThat(admin(TODAY, "replay clicks --until 1").endedWith(ExitCode.DONE).lines())
        .containsExactly(
            "Replayed clicks up to position 1, beside the rows that serve",
            "Compare with what serves: counter admin what-if clicks --until 1",
            "'compare' and 'switch' bring the new rows up to date first.");
    assertThat(
            lab.jdbc().query("select clicks from tidemark.clicks_rebuild", row -> row.integer(1)))
        .containsExactly(2L);
    assertThat(lab.clicks("red")).contains(5L);
    assertThat(admin(TODAY, "replay clicks --until 9").endedWith(ExitCode.FAILED).err())
        .contains("Position of the log: expected at most 2, actual 9");
    admin(TODAY, "replay clicks --until 2000-01-01 --zone UTC").endedWith(ExitCode.DONE);
    assertThat(
            lab.jdbc().query("select clicks from tidemark.clicks_rebuild", row -> row.integer(1)))
        .isEmpty();
  }

  @Test
  void a_dry_run_tells_what_it_would_cost_and_changes_nothing() {
    lab.click("red", 2);
    lab.click("red", 3);

    CounterRun run = onTerminal(TODAY, "replay --all --dry-run").endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines().get(0)).isEqualTo("PROJECTION  POSITIONS  EVENTS  ROWS  ABOUT");
    assertThat(run.lines().get(1)).isEqualTo("clicks              2       2     0  0 s");
    assertThat(admin(TODAY, "replay clicks --dry-run --json").out())
        .contains("\"name\":\"clicks\",\"positions\":2,\"events\":2,\"rows\":0,\"seconds\":");
    assertThat(
            lab.jdbc()
                .query("select to_regclass('tidemark.projections') is null", row -> row.truth(1)))
        .containsExactly(true);
  }

  @Test
  void a_rate_is_kept_and_workers_do_it_together() {
    for (int i = 0; i < 30; i++) {
      lab.click("c" + i % 7, 1);
    }
    long begun = System.nanoTime();

    admin(TODAY, "replay clicks --workers 2 --max-rate 20").endedWith(ExitCode.DONE);

    assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(0.9);
    assertThat(lab.clicks("c0")).contains(5L);
  }

  @Test
  void rows_of_a_statement_are_estimated_and_replayed_beside_the_others() {
    lab.click("red", 2);
    lab.click("red", 3);
    List<ReadModelDefinition<?, ?>> mixed = List.of(Totals.PROJECTION, Clicks.PROJECTION);

    CounterRun estimated = onTerminal(mixed, "replay --all --dry-run").endedWith(ExitCode.DONE);
    CounterRun replayed = admin(mixed, "replay --all --workers 2").endedWith(ExitCode.DONE);

    assertThat(estimated.lines().get(1)).isEqualTo("totals              2       2     0  0 s");
    assertThat(replayed.out())
        .isEqualTo("Replayed totals up to position 2\nReplayed clicks up to position 2\n");
    assertThat(lab.jdbc().query("select clicks from tidemark.totals", row -> row.integer(1)))
        .containsExactly(5L);
    assertThat(admin(mixed, "explain totals red").endedWith(ExitCode.FAILED).err())
        .contains("explain does not work with totals, a set-based projection");
    assertThat(admin(mixed, "what-if totals --drop 1").endedWith(ExitCode.FAILED).err())
        .contains("what-if does not work with totals, a set-based projection");
  }

  private CounterRun admin(
      List<? extends ReadModelDefinition<?, ?>> projections, String arguments) {
    return lab.run(projections, ("admin " + arguments).split(" "));
  }

  private CounterRun onTerminal(
      List<? extends ReadModelDefinition<?, ?>> projections, String arguments) {
    return lab.run(80, projections, ("admin " + arguments).split(" "));
  }
}
