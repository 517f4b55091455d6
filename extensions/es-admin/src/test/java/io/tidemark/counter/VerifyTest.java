package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code admin verify}, of projections that are not simply run. */
class VerifyTest {
  private static final List<Projection<?, ?>> CLICKS = List.of(Clicks.PROJECTION);

  private final CounterLab lab = new CounterLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void one_in_shards_is_brought_up_to_date_and_verified() {
    lab.click("red", 2);
    lab.click("blue", 1);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(Clicks.PROJECTION, 2))
            .build()) {
      runner.catchUp();
    }
    lab.click("red", 3);

    assertThat(lab.run(CLICKS, "admin", "verify").endedWith(ExitCode.DONE).out())
        .contains("clicks equals a fresh replay: 2 rows at position 3");
  }

  @Test
  void a_row_that_differs_is_told_by_what_does_on_lines_that_fit() {
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);
    lab.jdbc().update("update tidemark.clicks set clicks = 9");

    CounterRun run = lab.run(40, CLICKS, "admin", "verify").endedWith(ExitCode.FAILED).fits(40);

    assertThat(run.out().replace("\n", " "))
        .contains("1 row differs; the first is red: clicks 9 \u2192 2 by the replay");
  }

  @Test
  @Timeout(60)
  void one_that_is_paused_is_verified_where_it_is() {
    lab.click("red", 2);
    lab.projections().catchUp(Clicks.PROJECTION);
    lab.projections().pause(Clicks.PROJECTION);
    lab.click("red", 3);

    assertThat(lab.run(CLICKS, "admin", "verify").endedWith(ExitCode.DONE).out())
        .contains("clicks equals a fresh replay: 1 row at position 1");
  }
}
