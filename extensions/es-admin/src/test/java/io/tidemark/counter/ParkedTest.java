package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code admin parked}, {@code redrive} and {@code discard}. */
class ParkedTest {
  private static final Projection<String, Clicks> PARKING =
      Clicks.BROKEN.onFailure(FailurePolicy.PARK);
  private static final List<Projection<?, ?>> BROKEN = List.of(PARKING, Bursts.PROJECTION);
  private static final List<Projection<?, ?>> MENDED = List.of(Clicks.PROJECTION);

  private final CounterLab lab = new CounterLab();

  @BeforeEach
  void park() {
    lab.click("red", 1);
    lab.click("red", 13);
    lab.click("red", 3);
    lab.click("blue", 4);
    lab.click("green", 13);
    lab.projections().catchUp(PARKING);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void events_that_wait_are_listed_with_the_error_of_the_first_of_each_row() {
    CounterRun run = lab.run(80, BROKEN, "admin", "parked").endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines().get(0))
        .isEqualTo("clicks: 3 events wait for 2 rows, 0 skipped, 0 discarded");
    assertThat(run.lines().get(1)).startsWith("KEY    POSITION  TYPE     STATE   SINCE");
    assertThat(run.lines().get(2))
        .matches("green +5  Clicked  parked  20\\S+Z  thirteen is bad luck");
    assertThat(run.lines().get(3))
        .matches("red +2  Clicked  parked  20\\S+Z  thirteen is bad luck");
    assertThat(run.lines().get(4)).matches("red +3  Clicked  parked  20\\S+Z");
    assertThat(run.lines().get(5)).isEqualTo("After the fix: counter admin redrive clicks");
    assertThat(run.lines().get(6)).isEqualTo("bursts: no event waits, 0 skipped, 0 discarded");
    assertThat(admin(BROKEN, "parked clicks --key red --wide").out())
        .contains("thirteen is bad luck")
        .doesNotContain("green");
    assertThat(admin(BROKEN, "parked clicks --json").endedWith(ExitCode.DONE).lines())
        .hasSize(3)
        .first()
        .asString()
        .contains(
            "\"projection\":\"clicks\",\"key\":\"green\",\"position\":5", "\"state\":\"parked\"")
        .contains("thirteen is bad luck");
  }

  @Test
  void an_event_that_cannot_be_read_says_so_and_what_is_cut_is_shown_wide() {
    lab.store()
        .append(
            StreamId.of("counter", "blue"),
            ExpectedVersion.any(),
            List.of(EventData.of("Clicked", "{\"times\":\"many\"}")));
    lab.projections().catchUp(PARKING);

    CounterRun run = lab.run(80, BROKEN, "admin", "parked", "clicks").fits(80);

    assertThat(run.lines().get(2)).matches("blue +6  Clicked .*Z  cannot be read: .*\u2026");
    assertThat(run.lines()).contains("Cut to this terminal: --wide shows all");
    assertThat(admin(BROKEN, "parked clicks --wide").out())
        .contains("  cannot be read: expected data that fits ")
        .doesNotContain("Subscriber", "--wide");
  }

  @Test
  void events_are_redriven_after_the_fix_and_stay_before_it() {
    CounterRun early = admin(BROKEN, "redrive clicks").endedWith(ExitCode.SOME_REJECTED);
    assertThat(early.lines())
        .containsExactly(
            "0 events applied to clicks, 2 refused again", "Why: counter admin parked clicks");

    assertThat(admin(MENDED, "redrive clicks --key red").endedWith(ExitCode.DONE).out())
        .isEqualTo("2 events applied to clicks, 0 refused again\n");
    assertThat(lab.clicks("red")).contains(17L);
    assertThat(lab.clicks("green")).isEmpty();

    assertThat(admin(MENDED, "redrive clicks --json").endedWith(ExitCode.DONE).out())
        .isEqualTo("{\"name\":\"clicks\",\"applied\":1,\"refused\":0}\n");
    assertThat(lab.clicks("green")).contains(13L);
  }

  @Test
  void nothing_is_discarded_before_it_was_named_and_confirmed() {
    String discard = "discard clicks --position 2 --reason test";

    CounterRun asked = admin(BROKEN, discard).endedWith(ExitCode.FAILED);

    assertThat(asked.out()).contains("red").contains("2  Clicked").doesNotContain("green");
    assertThat(asked.err()).contains("Nothing was discarded yet: --yes discards 1 event");
    assertThat(admin(BROKEN, "parked clicks").out()).contains("3 events wait");

    CounterRun done = admin(BROKEN, discard + " --yes").endedWith(ExitCode.DONE);

    assertThat(done.out())
        .contains("Discarded 1 event", "Apply those behind: counter admin redrive clicks");
    assertThat(admin(BROKEN, "parked clicks").out())
        .contains("2 events wait for 2 rows, 0 skipped, 1 discarded", "discarded: test");
    admin(BROKEN, "redrive clicks --key red").endedWith(ExitCode.DONE);
    assertThat(lab.clicks("red")).contains(4L);
  }

  @Test
  void all_events_of_a_row_are_discarded_and_no_others() {
    CounterRun done =
        admin(BROKEN, "discard clicks --key red --reason test --yes").endedWith(ExitCode.DONE);

    assertThat(done.out()).contains("Discarded 2 events").doesNotContain("green");
    assertThat(admin(BROKEN, "parked clicks").out())
        .contains("1 event waits for 1 row, 0 skipped, 2 discarded");
    assertThat(admin(BROKEN, "discard clicks --key red --reason test --yes").err())
        .contains(
            "Nothing to discard: expected an event of clicks that was put aside for the row 'red'");
    lab.click("red", 1);
    lab.projections().catchUp(PARKING);
    assertThat(lab.clicks("red")).contains(2L);
  }

  @Test
  void wrong_usage_is_told() {
    assertThat(admin(BROKEN, "discard clicks --reason x").endedWith(ExitCode.WRONG_USAGE).err())
        .startsWith("counter: Missing required argument")
        .contains("--position", "--key");
    assertThat(admin(BROKEN, "discard clicks --key red").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("--reason");
    assertThat(
            lab.run(BROKEN, "admin", "discard", "clicks", "--key", "red", "--reason", " ")
                .endedWith(ExitCode.WRONG_USAGE)
                .err())
        .contains("Empty reason");
    assertThat(admin(BROKEN, "parked --key red").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Key without a projection");
    assertThat(admin(BROKEN, "redrive bursts --key x").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Invalid key of bursts: expected a whole number, actual 'x'");
    assertThat(admin(BROKEN, "parked click").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("did you mean 'clicks'?");
    assertThat(
            admin(BROKEN, "discard clicks --position 1 --reason x")
                .endedWith(ExitCode.FAILED)
                .err())
        .contains("put aside at position 1, actual none");
  }

  private CounterRun admin(List<Projection<?, ?>> projections, String arguments) {
    return lab.run(projections, ("admin " + arguments).split(" "));
  }
}
