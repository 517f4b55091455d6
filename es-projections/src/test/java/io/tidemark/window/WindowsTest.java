package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.window.SlicedNode;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.reaction.Reaction;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.Payments.Paid;
import io.tidemark.window.accumulator.Accumulator;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a window holds, and which definitions are refused. */
class WindowsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final InMemoryEventStore store = new InMemoryEventStore();

  record Count(String account, Instant from, Instant to, long n) {}

  private static Windows.Keyed<Event, String, Count> counts() {
    return Windows.named("counts", Count.class, Count::account)
        .from("account", Payments.CODEC)
        .keyedByStream();
  }

  private static Projection<WindowKey<String>, Count> counts(Window window) {
    return counts().over(window).accumulate(Count::n, Accumulators.count()).projection();
  }

  private void pay(String... times) {
    for (String time : times) {
      Payments.append(store, "a", time, new Paid(Optional.of(BigDecimal.ONE)));
    }
  }

  private List<Count> rows(Projection<WindowKey<String>, Count> projection) {
    return List.copyOf(LiveProjection.of(projection, store).rows(AsOf.latest()).values());
  }

  private static Count count(String from, String to, long n) {
    return new Count("a", Instant.parse(from), Instant.parse(to), n);
  }

  @Test
  void a_window_has_its_begin_and_not_its_end_also_before_the_epoch() {
    pay(
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:59.999999999Z",
        "1970-01-01T00:01:00Z");

    assertThat(rows(counts(Window.tumbling(MINUTE))))
        .containsExactly(
            count("1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z", 1),
            count("1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z", 2),
            count("1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z", 1));
  }

  @Test
  void an_event_is_in_all_windows_that_overlap_where_it_happened() {
    pay("2026-03-01T12:04:59Z", "2026-03-01T12:05:00Z");

    assertThat(rows(counts(Window.hopping(Duration.ofMinutes(10), Duration.ofMinutes(5)))))
        .containsExactly(
            count("2026-03-01T11:55:00Z", "2026-03-01T12:05:00Z", 1),
            count("2026-03-01T12:00:00Z", "2026-03-01T12:10:00Z", 2),
            count("2026-03-01T12:05:00Z", "2026-03-01T12:15:00Z", 1));
    assertThat(rows(counts(Window.hopping(Duration.ofMinutes(7), Duration.ofMinutes(5)))))
        .containsExactly(
            count("2026-03-01T12:00:00Z", "2026-03-01T12:07:00Z", 2),
            count("2026-03-01T12:05:00Z", "2026-03-01T12:12:00Z", 1));
  }

  @Test
  void windows_that_overlap_share_what_can_be_forgotten_in_any_order() {
    Window window =
        Window.hopping(Duration.ofMinutes(10), Duration.ofMinutes(5)).whenClosed(Duration.ZERO);

    assertThat(isShared(window, Accumulators.count())).isTrue();
    assertThat(isShared(window, Accumulators.sumOfLongs(event -> 1L))).isTrue();
    assertThat(isShared(window, Accumulators.max(event -> 1L))).isFalse();
    assertThat(isShared(window, new LastThatForgets())).isFalse();
  }

  /** The order of events matters to it, though it can forget the first ones. */
  private static final class LastThatForgets implements Accumulator<Event, Long> {
    @Override
    public Long add(@Nullable Long before, Event event) {
      return 1L;
    }

    @Override
    public Long merge(Long first, Long second) {
      return second;
    }

    @Override
    public boolean canForget() {
      return true;
    }

    @Override
    public Long without(Long whole, Long part) {
      return whole;
    }

    @Override
    public boolean isOrdered() {
      return true;
    }
  }

  private static boolean isShared(Window window, Accumulator<Event, Long> accumulator) {
    Plan.Aggregate plan =
        (Plan.Aggregate)
            counts()
                .over(window)
                .accumulate(Count::n, accumulator)
                .projection()
                .stages()
                .orElseThrow()
                .plan();
    return SlicedNode.fits(plan, (Windowing.Hopping) plan.window().orElseThrow());
  }

  @Test
  void days_can_begin_when_they_do_elsewhere() {
    pay("2026-03-01T22:59:59Z", "2026-03-01T23:00:00Z");

    assertThat(rows(counts(Window.tumbling(Duration.ofDays(1)).offset(Duration.ofHours(-1)))))
        .containsExactly(
            count("2026-02-28T23:00:00Z", "2026-03-01T23:00:00Z", 1),
            count("2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z", 1));
  }

  @Test
  void by_recorded_time_it_does_not_matter_when_things_happened() {
    pay("1969-01-01T00:00:00Z", "2036-01-01T00:00:00Z");

    assertThat(rows(counts(Window.tumbling(Duration.ofDays(36_500)).byRecordedTime())))
        .extracting(Count::n)
        .containsExactly(2L);
  }

  @Test
  void an_event_that_comes_late_is_one_more_of_its_window() {
    pay("2026-03-01T12:00:10Z", "2026-03-05T12:00:00Z", "2026-03-01T12:00:20Z");

    assertThat(rows(counts(Window.tumbling(MINUTE))))
        .containsExactly(
            count("2026-03-01T12:00:00Z", "2026-03-01T12:01:00Z", 2),
            count("2026-03-05T12:00:00Z", "2026-03-05T12:01:00Z", 1));
  }

  @Test
  void a_million_empty_windows_between_two_events_cost_nothing() {
    pay("0001-01-02T00:00:00Z", "2026-03-01T12:00:00Z");

    assertThat(rows(counts(Window.tumbling(Duration.ofNanos(1_000))))).hasSize(2);
  }

  record Total(String account, Instant from, Instant to, long sum) {}

  @Test
  void a_sum_that_does_not_fit_is_told_by_position_and_component() {
    pay("2026-03-01T12:00:00Z", "2026-03-01T12:00:01Z");
    for (Window window :
        List.of(Window.tumbling(MINUTE), Window.tumbling(MINUTE).whenClosed(Duration.ZERO))) {
      Projection<WindowKey<String>, Total> totals =
          Windows.named("totals", Total.class, Total::account)
              .from("account", Payments.CODEC)
              .keyedByStream()
              .over(window)
              .accumulate(Total::sum, Accumulators.sumOfLongs(event -> Long.MAX_VALUE))
              .projection();

      assertThatThrownBy(() -> LiveProjection.of(totals, store).rows(AsOf.latest()))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContainingAll("totals", "position 2", "sum: ");
    }
  }

  private static void assertTooLong(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Invalid %s: expected at most 100000 days, actual ".formatted(what));
  }

  @Test
  void windows_of_the_longest_times_have_rows() {
    pay("1700-01-01T00:00:00Z", "2260-01-01T00:00:00Z");
    Duration longest = Duration.ofDays(100_000);

    assertThat(
            rows(
                counts(
                    Window.tumbling(longest)
                        .whenClosed(longest)
                        .withMaxAhead(longest)
                        .withRetention(longest))))
        .hasSize(1);
  }

  @Test
  void what_cannot_be_a_window_is_refused() {
    assertThatThrownBy(() -> Window.tumbling(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid size of a window: expected at least a microsecond, actual PT0S");
    assertThatThrownBy(() -> Window.tumbling(Duration.ofNanos(1_500)))
        .hasMessageContaining("expected a whole number of microseconds");
    assertThatThrownBy(() -> Window.tumbling(Duration.ofSeconds(Long.MAX_VALUE)))
        .hasMessageStartingWith("Invalid size of a window: expected at most 100000 days, actual");
    for (Duration tooLong : List.of(Duration.ofDays(100_001), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertTooLong("gap of a session", () -> Window.session(tooLong));
      assertTooLong("length of a window", () -> Window.aligned(tooLong, MINUTE));
      assertTooLong("time of a sliding window", () -> Window.slidingTime(tooLong));
      assertTooLong("delay of a window", () -> Window.tumbling(MINUTE).whenClosed(tooLong));
      assertTooLong(
          "delay of a sliding window", () -> Window.slidingTime(MINUTE).whenClosed(tooLong));
      assertTooLong("time ahead of a window", () -> Window.tumbling(MINUTE).withMaxAhead(tooLong));
      assertTooLong("idle time of a window", () -> Window.tumbling(MINUTE).idleAfter(tooLong));
      assertTooLong("retention of a window", () -> Window.tumbling(MINUTE).withRetention(tooLong));
      assertTooLong("grace of a window", () -> Window.tumbling(MINUTE).lateLeftOut(tooLong));
      assertTooLong("offset of a window", () -> Window.tumbling(MINUTE).offset(tooLong.negated()));
    }
    assertThatThrownBy(() -> Window.hopping(MINUTE, MINUTE.multipliedBy(2)))
        .hasMessage(
            "Invalid advance of a window: expected from PT0.06S to PT1M, its size, actual PT2M");
    assertThatThrownBy(() -> Window.hopping(MINUTE, Duration.ofMillis(59)))
        .hasMessageContaining("actual PT0.059S");
    assertThat(Window.hopping(MINUTE, Duration.ofMillis(60)))
        .hasToString("in windows of PT1M each PT0.06S");
    assertThat(Window.tumbling(MINUTE).offset(Duration.ofSeconds(70)).byRecordedTime())
        .hasToString("in windows of PT1M from PT10S of recorded time");
  }

  @Test
  void what_cannot_be_down_sampled_is_refused() {
    Window closed = Window.tumbling(MINUTE).whenClosed(MINUTE);
    Window hour = Window.tumbling(Duration.ofHours(1));
    assertThatThrownBy(() -> hours(Window.tumbling(MINUTE), hour))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid source of projection hours: expected windows next to each other whose rows are there once they are closed, see Window.whenClosed, actual others in counts");
    assertThatThrownBy(() -> hours(Window.session(MINUTE).whenClosed(MINUTE), hour))
        .hasMessageContaining("actual windows that are not next to each other in counts");
    assertThatThrownBy(
            () -> hours(Window.hopping(MINUTE.multipliedBy(2), MINUTE).whenClosed(MINUTE), hour))
        .hasMessageContaining("actual windows that are not next to each other in counts");
    assertThatThrownBy(() -> hours(closed, Window.tumbling(Duration.ofSeconds(90))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid window of projection hours: expected windows that those of counts fit into, actual in windows of PT1M30S");
    assertThatThrownBy(() -> hours(closed, hour.offset(Duration.ofSeconds(30))))
        .hasMessageContaining("that those of counts fit into");
    assertThatThrownBy(() -> hours(closed, hour.byRecordedTime()))
        .hasMessageContaining("that those of counts fit into");
    assertThatThrownBy(() -> hours(closed, Window.session(MINUTE)))
        .hasMessageContaining("that those of counts fit into");
    assertThatThrownBy(() -> hours(closed, hour.whenClosed(Duration.ZERO)))
        .hasMessage(
            "Invalid window of projection hours: expected the delay of counts, PT1M, actual PT0S");
    assertThatThrownBy(() -> hours(closed, hour.whenClosed(MINUTE).withMaxAhead(MINUTE)))
        .hasMessage(
            "Invalid window of projection hours: expected the time ahead of counts, PT1H, actual PT1M");
    assertThatThrownBy(
            () ->
                Windows.named("hours", Most.class, Most::account)
                    .from(counts(closed))
                    .keyedBy(Count::account)
                    .over(hour)
                    .accumulate(Most::most, Accumulators.last(row -> BigDecimal.ONE))
                    .projection())
        .hasMessageContaining("Invalid accumulator of most in projection hours");
    assertThatThrownBy(
            () ->
                Windows.named("hours", Numbered.class, Numbered::number)
                    .from(counts(closed))
                    .keyedByTheirKey())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid key of projection hours: expected that of counts, [String], actual [long]");
    assertThat(hours(closed, hour.whenClosed(MINUTE)).madeOfText())
        .contains("closed PT1M later and these in windows of PT1H closed PT1M later");
  }

  private static Projection<WindowKey<String>, Count> hours(Window finer, Window coarser) {
    return Windows.named("hours", Count.class, Count::account)
        .from(counts(finer))
        .keyedBy(Count::account)
        .over(coarser)
        .accumulate(Count::n, Accumulators.sumOfLongs(Count::n))
        .projection();
  }

  @Test
  void what_cannot_be_retained_for_a_time_is_refused() {
    assertThatThrownBy(() -> Window.tumbling(MINUTE).withRetention(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid retention of a window: expected at least a microsecond, actual PT0S");
    assertThatThrownBy(() -> Window.session(MINUTE).withRetention(MINUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid retention of sessions: expected none, since they begin with events, actual PT1M");
    assertThatThrownBy(() -> Window.tumbling(MINUTE).fromFirstEvent().withRetention(MINUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid retention of a window: expected windows that are counted");
    assertThatThrownBy(
            () -> Window.tumbling(MINUTE).withRetention(MINUTE).lateLeftOut(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid retention of a window: expected windows that are counted");
    Projection<WindowKey<String>, Count> going =
        counts(Window.tumbling(MINUTE).withRetention(MINUTE));
    assertThatThrownBy(() -> Reaction.to(going).whenCorrected(row -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected rows that stay, actual ones with a retention");
    assertThat(Window.tumbling(MINUTE).withRetention(MINUTE))
        .hasToString("in windows of PT1M retained for PT1M");
  }

  record NoEnd(String account, Instant from, long n) {}

  record Numbered(long number, Instant from, Instant to, long n) {}

  record Twice(String account, Instant from, Instant to, long n, long m) {}

  record Most(String account, Instant from, Instant to, BigDecimal most) {}

  record Newest(String account, Instant from, Instant to, BigDecimal newest) {}

  @Test
  void what_hangs_on_the_order_of_events_is_refused_where_late_ones_come_in_between() {
    Windows.Cut<Event, String, WindowKey<String>, Newest> sessions =
        Windows.named("x", Newest.class, Newest::account)
            .from("account", Payments.CODEC)
            .keyedByStream()
            .over(Window.session(MINUTE))
            .accumulate(Newest::newest, Accumulators.last(Payments::amount));

    assertThatThrownBy(sessions::projection)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid accumulator of newest in projection x")
        .hasMessageContaining("actual first, last or collect");
  }

  @Test
  void events_that_wait_for_others_cannot_be_left_out() {
    Projection<WindowKey<String>, NaiveWindows.Stretch> sessions =
        NaiveWindows.Stretch.in("sessions", Window.session(MINUTE));

    assertThatThrownBy(() -> sessions.onFailure(FailurePolicy.PARK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected STOP");
  }

  @Test
  void a_definition_that_does_not_fit_its_rows_is_refused() {
    assertThatThrownBy(
            () ->
                Windows.named("x", NoEnd.class, NoEnd::account)
                    .from("account", Payments.CODEC)
                    .keyedByStream()
                    .over(Window.tumbling(MINUTE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid rows of projection x: expected two Instants behind the key, the begin and the end of a window, actual [Instant from, long n]");
    assertThatThrownBy(
            () ->
                Windows.named("x", Numbered.class, Numbered::number)
                    .from("account", Payments.CODEC)
                    .keyedByStream())
        .hasMessage(
            "Invalid key number of projection x: expected text, as keys of streams are, actual long");
    Windows.Cut<Event, String, WindowKey<String>, Twice> cut =
        Windows.named("x", Twice.class, Twice::account)
            .from("account", Payments.CODEC)
            .keyedByStream()
            .over(Window.tumbling(MINUTE))
            .accumulate(Twice::n, Accumulators.count());
    assertThatThrownBy(cut::projection)
        .hasMessage(
            "Invalid projection x: expected an accumulator for each component behind the window, actual none for [m]");
    assertThatThrownBy(() -> cut.accumulate(Twice::n, Accumulators.count()))
        .hasMessageContaining("expected each once, actual n again");
    assertThatThrownBy(() -> cut.accumulate(Twice::to, Accumulators.max(event -> Instant.EPOCH)))
        .hasMessageContaining("expected one behind the key and the window, actual to");
    assertThatThrownBy(
            () ->
                Windows.named("x", Count.class, Count::n)
                    .from("account", Payments.CODEC)
                    .keyedByStream())
        .hasMessageContaining("expected the first component account of Count, actual n");
  }

  @Test
  void an_accumulator_without_a_value_wants_a_component_that_may_have_none() {
    Projection<WindowKey<String>, Most> most =
        Windows.named("most", Most.class, Most::account)
            .from("account", Payments.CODEC)
            .keyedByStream()
            .over(Window.tumbling(MINUTE))
            .accumulate(Most::most, Accumulators.max(Payments::amount))
            .projection();
    Payments.append(store, "a", "2026-03-01T12:00:10Z", new Paid(Optional.empty()));

    assertThatThrownBy(() -> LiveProjection.of(most, store).rows(AsOf.latest()))
        .hasStackTraceContaining(
            "Nothing to put into most: expected a value in every row, actual an accumulator that has none yet; make the component Optional");
  }

  @Test
  void other_windows_and_other_accumulators_are_other_definitions() {
    Projection<?, ?> minutes = counts(Window.tumbling(MINUTE));

    assertThat(minutes.madeOfText()).isEqualTo("from account in windows of PT1M");
    assertThat(counts(Window.tumbling(MINUTE)).foldVersion())
        .isEqualTo(minutes.foldVersion())
        .isNotEmpty();
    assertThat(counts(Window.tumbling(MINUTE.multipliedBy(2))).madeOfText())
        .isNotEqualTo(minutes.madeOfText());
    assertThat(Payments.in("counts", Window.tumbling(MINUTE)).foldVersion())
        .as("lambdas of another class")
        .isNotEqualTo(minutes.foldVersion());
  }
}
