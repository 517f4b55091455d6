package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.WindowedTest.ClosedHour;
import io.tidemark.window.WindowFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The how-to about tests of windows. */
class WindowTestingTest {
  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  private static ClosedHour nineToTen(String item, long quantity) {
    return new ClosedHour(item, at("09:00"), at("10:00"), quantity);
  }

  // region test
  @Test
  void an_hour_is_there_when_it_is_over_and_a_late_pick_corrects_it() {
    WindowFixture.of(WindowedTest.CLOSED_HOURS, "item", Item.CODEC)
        .given("bolt-m8", at("09:05"), new Picked(3, "order-1"))
        .given("bolt-m8", at("10:04"), new Picked(1, "order-2"))
        .thenNothing() // closes five minutes after its end
        .given("nut-m8", at("10:05"), new Picked(9, "order-3"))
        .thenCame(nineToTen("bolt-m8", 3))
        .given("bolt-m8", at("09:59"), new Picked(7, "order-4"))
        .thenWent(nineToTen("bolt-m8", 3))
        .thenCame(nineToTen("bolt-m8", 10))
        .thenRows(nineToTen("bolt-m8", 10));
  }

  // end

  // region clock
  @Test
  void a_wrong_date_closes_nothing_that_is_still_open() {
    WindowFixture.of(WindowedTest.CLOSED_HOURS, "item", Item.CODEC)
        .at(at("09:30"))
        .given("bolt-m8", at("09:30"), new Picked(3, "order-1"))
        .given("bolt-m8", Instant.parse("2126-03-01T09:30:00Z"), new Picked(1, "order-2"))
        .thenNothing()
        .after(Duration.ofMinutes(40))
        .given("nut-m8", at("10:10"), new Picked(9, "order-3"))
        .thenCame(nineToTen("bolt-m8", 3));
  }

  // end

  // region idle
  @Test
  void an_hour_is_there_when_it_was_quiet_for_ten_minutes() {
    WindowFixture.of(WindowedTest.QUIET_HOURS, "item", Item.CODEC)
        .at(at("09:30"))
        .given("bolt-m8", at("09:30"), new Picked(3, "order-1"))
        .at(at("10:14"))
        .thenNothing()
        .after(Duration.ofMinutes(1))
        .thenCame(nineToTen("bolt-m8", 3));
  }

  // end

  @Test
  void a_difference_is_told_with_what_each_event_did() {
    assertThatThrownBy(
            () ->
                WindowFixture.of(WindowedTest.CLOSED_HOURS, "item", Item.CODEC)
                    .given("bolt-m8", at("09:05"), new Picked(3, "order-1"))
                    .thenCame(nineToTen("bolt-m8", 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 2026-03-01T09:05:00Z Picked: went [], came []");
  }
}
