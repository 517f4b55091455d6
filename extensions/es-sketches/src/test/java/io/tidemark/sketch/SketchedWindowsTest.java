package io.tidemark.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.sketch.HeavyHitters.Hitter;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Window;
import io.tidemark.window.WindowFixture;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sketches in windows: those that merge have them, those that slide do not. */
class SketchedWindowsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  sealed interface Event {}

  record Paid(String customer, double amount) implements Event {
    static String customer(Event event) {
      return ((Paid) event).customer();
    }

    static Double amount(Event event) {
      return ((Paid) event).amount();
    }
  }

  record Row(
      String till,
      Instant begins,
      Instant ends,
      long payments,
      DistinctCount customers,
      Quantiles amounts,
      HeavyHitters regulars) {
    @Override
    public String toString() {
      return "%s %d payments of %d customers, median %s, %s"
          .formatted(till, payments, customers.estimate(), amounts.at(0.5), regulars.top());
    }
  }

  record Moment(String till, long position, Instant at, DistinctCount customers) {}

  private static Projection<WindowKey<String>, Row> in(Window window) {
    return Windows.named("tills", Row.class, Row::till)
        .from("till", CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(Row::payments, Accumulators.count())
        .accumulate(Row::customers, Sketches.distinct(Paid::customer))
        .accumulate(Row::amounts, Sketches.quantiles(Paid::amount))
        .accumulate(Row::regulars, Sketches.heavyHitters(Paid::customer, 2))
        .projection();
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  @Test
  void a_late_event_makes_one_session_of_two_with_the_sketches_of_both() {
    Row merged =
        new Row(
            "1",
            at("10:00:00"),
            at("10:03:00"),
            4,
            DistinctCount.NONE.with("bob").with("ada"),
            Quantiles.of(1).with(Quantiles.of(5).with(7)).with(2),
            HeavyHitters.none(2).with("ada").with("bob").with("bob").with("ada"));

    WindowFixture.of(in(Window.session(MINUTE)), "till", CODEC)
        .given("1", at("10:00:00"), new Paid("ada", 1))
        .given("1", at("10:02:00"), new Paid("bob", 5), new Paid("bob", 7))
        .given("1", at("10:01:00"), new Paid("ada", 2))
        .thenRows(merged);
    assertThat(merged.customers().estimate()).isEqualTo(2);
    assertThat(merged.amounts().at(0.5)).isEqualTo(2);
    assertThat(merged.regulars().top())
        .containsExactly(new Hitter("ada", 2, 2), new Hitter("bob", 2, 2));
  }

  @Test
  void windows_that_slide_refuse_them() {
    for (SlidingWindow window :
        List.of(
            Window.slidingLength(3),
            Window.slidingTime(MINUTE),
            Window.slidingTime(MINUTE).byRecordedTime())) {
      assertThatThrownBy(
              () ->
                  Windows.named("moments", Moment.class, Moment::till)
                      .from("till", CODEC)
                      .keyedByStream()
                      .over(window)
                      .accumulate(Moment::customers, Sketches.distinct(Paid::customer))
                      .projection())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("customers in projection moments")
          .hasMessageContaining("a sketch cannot forget what slides out");
    }
  }
}
