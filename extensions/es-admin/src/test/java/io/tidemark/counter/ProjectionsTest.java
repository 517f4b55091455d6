package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.Projection;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.Processes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code admin projections}, {@code pause} and {@code resume}. */
class ProjectionsTest {
  private static final List<Projection<?, ?>> BOTH = List.of(Clicks.PROJECTION, Bursts.PROJECTION);

  private final CounterLab lab = new CounterLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_projection_is_a_line_with_how_far_it_is_and_nobody_who_runs_it() {
    lab.click("red", 2);
    lab.click("red", 3);
    lab.projections().catchUp(Clicks.PROJECTION);

    CounterRun run = projections(80).endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines().get(3))
        .isEqualTo(
            "UNKNOWN: nobody has said that they run it; commands or appends bring it further");
    assertThat(run.lines().get(0))
        .isEqualTo("PROJECTION  STATE    POSITION  LAG  BEHIND  PARKED  RUN BY");
    assertThat(run.lines().get(1)).isEqualTo("clicks      UNKNOWN         2    0               0");
    assertThat(run.lines().get(2)).matches("bursts      STOPPED         0    2  \\d+ s          0");
  }

  @Test
  void whoever_runs_it_is_named() {
    lab.click("red", 2);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(Clicks.PROJECTION))
            .build()) {
      runner.start();
      Processes.await(
          "its name",
          () ->
              projections(80)
                  .lines()
                  .get(1)
                  .matches("clicks +RUNNING +1 +0 +0 +process " + ProcessHandle.current().pid()));
    }
    assertThat(projections(80).lines().get(1)).matches("clicks +STOPPED +1 +0 +0");
  }

  @Test
  void errors_and_new_rows_are_told_below_and_never_cut() {
    lab.click("red", 1);
    lab.click("red", 13);
    assertThatThrownBy(() -> lab.projections().catchUp(Clicks.BROKEN))
        .isInstanceOf(SubscriberFailedException.class);
    Replays.of(lab.projections())
        .rebuild(Clicks.PROJECTION, RebuildOptions.defaults().withoutSwitch(), progress -> {});

    CounterRun run = projections(80).endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines().get(1)).startsWith("clicks      FAILED");
    String notes = String.join(" ", run.lines().subList(3, run.lines().size()));
    assertThat(notes)
        .contains("clicks: failed: ", "thirteen is bad luck")
        .contains("clicks: new rows beside the serving ones, up to position 2");
  }

  @Test
  void as_json_nothing_is_left_out() {
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);
    lab.click("red", 2);

    JsonNode clicks = json("admin", "projections", "--json").get(0);

    assertThat(clicks.propertyNames())
        .containsExactly("name", "state", "position", "head", "lag", "age", "parked", "runners");
    assertThat(clicks.get("lag").asLong()).isEqualTo(1);
    assertThat(clicks.get("age").asDouble()).isPositive();
  }

  @Test
  void shards_have_lines_of_their_own_if_asked_for() {
    lab.click("red", 2);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(Clicks.PROJECTION, 3))
            .build()) {
      runner.start();
      runner.catchUp();

      CounterRun run = projections(80, "--shards").endedWith(ExitCode.DONE).fits(80);

      assertThat(run.lines()).hasSize(5);
      assertThat(run.lines().get(2)).matches("clicks 2 of 3 +RUNNING +1 +0 +process \\d+");
      assertThat(projections(80).lines().get(1)).matches("clicks +RUNNING +1 +0 +0 +process \\d+");
      JsonNode shards = json("admin", "projections", "--shards", "--json").get(0).get("shards");
      assertThat(shards.size()).isEqualTo(3);
      assertThat(shards.get(1).get("state").asString()).isEqualTo("RUNNING");
    }
  }

  @Test
  void a_pause_is_told_and_ended() {
    assertThat(lab.run(BOTH, "admin", "pause", "clicks").endedWith(ExitCode.FAILED).err())
        .contains("Cannot pause clicks: expected one that has begun");
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);

    assertThat(lab.run(BOTH, "admin", "pause", "clicks").endedWith(ExitCode.DONE).out())
        .startsWith("Paused clicks\n")
        .contains("Go on: counter admin resume clicks");
    assertThat(lab.run(BOTH, "admin", "pause", "clicks").endedWith(ExitCode.DONE).out())
        .startsWith("Paused clicks already\n");
    assertThat(projections(80).lines().get(1)).contains("PAUSED");
    assertThat(lab.run(BOTH, "admin", "resume", "clicks").endedWith(ExitCode.DONE).out())
        .isEqualTo("Resumed clicks\n");
    assertThat(lab.run(BOTH, "admin", "resume", "clicks").endedWith(ExitCode.DONE).out())
        .isEqualTo("clicks was not paused\n");
    assertThat(projections(80).lines().get(1)).contains("UNKNOWN");
  }

  private CounterRun projections(int columns, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "admin";
    arguments[1] = "projections";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return lab.run(columns, BOTH, arguments);
  }

  private JsonNode json(String... arguments) {
    return JsonMapper.shared().readTree(lab.run(BOTH, arguments).endedWith(ExitCode.DONE).out());
  }
}
