package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code admin explain}. */
class ExplainTest {
  private static final List<Projection<?, ?>> BOTH = List.of(Clicks.PROJECTION, Bursts.PROJECTION);

  private final CounterLab lab = new CounterLab();

  @BeforeEach
  void click() {
    lab.click("red", 2);
    lab.click("blue", 2);
    lab.click("red", 5);
    lab.projections().catchUp(Clicks.PROJECTION);
    lab.projections().catchUp(Bursts.PROJECTION);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void the_events_that_made_a_row_are_shown_with_what_they_changed() {
    CounterRun run = explain(80, "clicks red").endedWith(ExitCode.DONE).fits(80);

    assertThat(run.lines().get(0)).startsWith("3  Clicked  counter-red version 2  20");
    assertThat(run.lines().get(1)).isEqualTo("    clicks 2 \u2192 7");
    assertThat(run.lines().get(2)).startsWith("1  Clicked  counter-red version 1  20");
    assertThat(run.lines().get(3)).isEqualTo("    new row: counter red, clicks 2");
    assertThat(run.lines().get(4))
        .isEqualTo("2 events up to position 3, by a replay of 3 events: it keeps no history");
  }

  @Test
  void a_few_are_shown_from_either_end() {
    CounterRun newest = explain(80, "clicks red --limit 1").endedWith(ExitCode.DONE).fits(80);
    CounterRun oldest = explain(80, "clicks red --limit 1 --oldest-first").endedWith(ExitCode.DONE);

    assertThat(newest.out()).contains("clicks 2 \u2192 7").doesNotContain("new row");
    assertThat(newest.out()).contains("More: counter admin explain clicks red --limit 10");
    assertThat(oldest.out()).contains("new row").doesNotContain("\u2192");
  }

  @Test
  void as_json_each_event_has_the_row_before_and_after() {
    JsonNode events =
        JsonMapper.shared().readTree(explain(0, "bursts 2 --json").endedWith(ExitCode.DONE).out());

    assertThat(events.size()).isEqualTo(2);
    assertThat(events.get(0).get("position").asLong()).isEqualTo(2);
    assertThat(events.get(0).get("before").toString()).isEqualTo("{\"times\":2,\"count\":1}");
    assertThat(events.get(0).get("after").toString()).isEqualTo("{\"times\":2,\"count\":2}");
    assertThat(events.get(1).has("before")).isFalse();
    assertThat(events.get(1).get("data").toString()).isEqualTo("{\"times\":2}");
  }

  @Test
  void a_key_that_no_row_can_have_is_wrong_usage_and_one_that_none_has_a_failure() {
    assertThat(explain(0, "bursts many").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Invalid key of bursts: expected a whole number, actual 'many'");
    assertThat(explain(0, "bursts 9").endedWith(ExitCode.FAILED).err())
        .contains(
            "No event has made a row '9' in bursts up to position 3; the key is its 'times', for"
                + " example 2");
    assertThat(explain(0, "clicks").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Missing required parameter: 'KEY'");
    assertThat(explain(0, "clicks red --limit 1001").endedWith(ExitCode.WRONG_USAGE).err())
        .contains("Number of events: expected 1 to 1000, actual 1001");
  }

  private CounterRun explain(int columns, String arguments) {
    return lab.run(columns, BOTH, ("admin explain " + arguments).split(" "));
  }
}
