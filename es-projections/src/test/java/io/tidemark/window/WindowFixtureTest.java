package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.Notes;
import io.tidemark.projection.Projection;
import io.tidemark.window.NaiveWindows.Sliding;
import io.tidemark.window.NaiveWindows.Stretch;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.Payments.Noted;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowFixtureTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void tells_which_rows_come_and_go() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(Stretch.in("sessions", Window.session(MINUTE)), "account", Payments.CODEC);

    fixture
        .given("a", at("10:00:00"), new Noted("one"))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .given("a", at("10:02:00"), new Noted("far from it"))
        .thenCame(session("10:02:00", "10:03:00", 1))
        .thenWent()
        .given("a", at("10:01:00"), new Noted("between them"))
        .thenWent(session("10:00:00", "10:01:00", 1), session("10:02:00", "10:03:00", 1))
        .thenCame(session("10:00:00", "10:03:00", 3))
        .thenRows(session("10:00:00", "10:03:00", 3));
  }

  @Test
  void closes_a_window_when_time_has_gone_on_and_corrects_it_later() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(
            Stretch.in("minutes", Window.tumbling(MINUTE).whenClosed(Duration.ofSeconds(10))),
            "account",
            Payments.CODEC);

    fixture
        .given("a", at("10:00:00"), new Noted("one"))
        .given("b", at("10:01:09"), new Noted("too early to close"))
        .thenNothing()
        .given("b", at("10:01:10"), new Noted("late enough"))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .given("a", at("10:00:59"), new Noted("late"))
        .thenWent(session("10:00:00", "10:01:00", 1))
        .thenCame(session("10:00:00", "10:01:00", 2));
  }

  @Test
  void rows_go_when_their_window_ended_long_ago_and_do_not_come_again() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(
            Stretch.in("minutes", Window.tumbling(MINUTE).withRetention(MINUTE.multipliedBy(2))),
            "account",
            Payments.CODEC);

    fixture
        .given("a", at("10:00:00"), new Noted("one"))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .given("b", at("10:02:59.999999"), new Noted("a microsecond before"))
        .given("a", at("10:00:30"), new Noted("late"))
        .thenWent(session("10:00:00", "10:01:00", 1))
        .thenRows(session("10:00:00", "10:01:00", 2), ofOther("10:02:00", "10:03:00"))
        .given("b", at("10:03:00"), new Noted("two minutes after"))
        .thenWent(session("10:00:00", "10:01:00", 2))
        .given("a", at("10:00:30"), new Noted("too late"))
        .thenRows(ofOther("10:02:00", "10:03:00"), ofOther("10:03:00", "10:04:00"));
  }

  private static Stretch ofOther(String from, String to) {
    return new Stretch("b", at(from), at(to), 1, BigDecimal.ZERO, Optional.empty());
  }

  @Test
  void coarser_windows_follow_closed_finer_ones_also_across_keys() {
    Projection<WindowKey<String>, Stretch> minutes =
        Stretch.in(
            "minutes", Window.tumbling(MINUTE).whenClosed(Duration.ZERO).withRetention(MINUTE));
    Projection<WindowKey<String>, Resampled.Counted> hours =
        Windows.named("hours", Resampled.Counted.class, Resampled.Counted::account)
            .from(minutes)
            .keyedBy(row -> row.account().equals("hidden") ? null : "all")
            .over(Window.tumbling(Duration.ofHours(1)))
            .accumulate(Resampled.Counted::windows, Accumulators.count())
            .accumulate(
                Resampled.Counted::events, Accumulators.sumOfLongs(row -> (long) row.events()))
            .projection();

    WindowFixture.of(hours, "account", Payments.CODEC)
        .given("a", at("10:00:00"), new Noted("one"))
        .given("b", at("10:00:59"), new Noted("two"), new Noted("three"))
        .given("hidden", at("10:00:59"), new Noted("not counted"))
        .thenNothing()
        .given("a", at("10:01:00"), new Noted("the first minute closes"))
        .thenCame(hour(2, 3))
        .given("a", at("10:00:10"), new Noted("late"))
        .thenWent(hour(2, 3))
        .thenCame(hour(2, 4))
        .given("a", at("10:02:00"), new Noted("the first minute is retained no longer"))
        .thenWent(hour(2, 4))
        .thenCame(hour(3, 5))
        .given("a", at("10:00:10"), new Noted("too late"))
        .thenNothing();
  }

  @Test
  void coarser_windows_go_on_by_the_clock_for_the_sake_of_finer_ones() {
    Window minutes = Window.tumbling(MINUTE).whenClosed(Duration.ZERO);
    Window hours = Window.tumbling(Duration.ofHours(1));
    closesByTheClock(minutes.idleAfter(MINUTE), hours);
    closesByTheClock(minutes, hours.idleAfter(MINUTE));
  }

  private static void closesByTheClock(Window fine, Window coarse) {
    WindowFixture.of(
            Windows.named("hours", Resampled.Counted.class, Resampled.Counted::account)
                .from(Stretch.in("minutes", fine))
                .keyedBy(row -> "all")
                .over(coarse)
                .accumulate(Resampled.Counted::windows, Accumulators.count())
                .accumulate(
                    Resampled.Counted::events, Accumulators.sumOfLongs(row -> (long) row.events()))
                .projection(),
            "account",
            Payments.CODEC)
        .at(at("10:00:10"))
        .given("a", at("10:00:10"), new Noted("one"))
        .at(at("10:01:59"))
        .thenNothing()
        .at(at("10:02:00"))
        .thenCame(hour(1, 1));
  }

  @Test
  void a_projection_that_needs_another_read_model_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WindowFixture.of(
                    Notes.looking("notes", Notes.balances("balances")), "account", Payments.CODEC))
        .withMessageContaining("actual notes, which needs [balances]");
  }

  private static Resampled.Counted hour(long windows, long events) {
    return new Resampled.Counted("all", at("10:00:00"), at("11:00:00"), windows, events);
  }

  @Test
  void a_time_far_ahead_closes_nothing_that_it_should_not() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(
            Stretch.in(
                "minutes", Window.tumbling(MINUTE).whenClosed(Duration.ZERO).withMaxAhead(MINUTE)),
            "account",
            Payments.CODEC);

    fixture
        .at(at("10:00:00"))
        .given("a", at("10:00:30"), new Noted("one"))
        .given("b", Instant.parse("2126-01-01T00:00:00Z"), new Noted("a wrong date"))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .after(Duration.ofSeconds(40))
        .given("a", at("10:01:30"), new Noted("two"))
        .thenNothing()
        .given("a", at("10:02:00"), new Noted("closes it"))
        .thenNothing()
        .after(MINUTE)
        .given("a", at("10:02:00"), new Noted("again"))
        .thenCame(session("10:01:00", "10:02:00", 1));
  }

  @Test
  void closes_a_window_when_it_was_quiet_for_the_idle_time() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(
            Stretch.in(
                "minutes",
                Window.tumbling(MINUTE).whenClosed(Duration.ofSeconds(10)).idleAfter(MINUTE)),
            "account",
            Payments.CODEC);

    fixture
        .at(at("10:00:00"))
        .given("a", at("10:00:00"), new Noted("one"))
        .at(at("10:02:09"))
        .thenNothing()
        .after(Duration.ofSeconds(1))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .given("a", at("10:00:30"), new Noted("late"))
        .thenWent(session("10:00:00", "10:01:00", 1))
        .thenCame(session("10:00:00", "10:01:00", 2))
        .given("a", at("10:02:00"), new Noted("of the window that is open"))
        .after(Duration.ofSeconds(59))
        .thenNothing()
        .after(Duration.ofMinutes(5))
        .thenCame(session("10:02:00", "10:03:00", 1));
  }

  /** A clock that is set back takes nothing back. */
  @Test
  void time_that_went_on_never_goes_back() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(
            Stretch.in(
                "minutes",
                Window.tumbling(MINUTE)
                    .byRecordedTime()
                    .whenClosed(Duration.ZERO)
                    .idleAfter(MINUTE)),
            "account",
            Payments.CODEC);

    fixture
        .at(at("10:00:00"))
        .given("a", at("10:00:00"), new Noted("one"))
        .at(at("10:02:00"))
        .thenCame(session("10:00:00", "10:01:00", 1))
        .at(at("10:00:30"))
        .given("a", at("10:00:30"), new Noted("recorded by a clock that was set back"))
        .thenWent(session("10:00:00", "10:01:00", 1))
        .thenCame(session("10:00:00", "10:01:00", 2));
  }

  @Test
  void has_a_row_for_each_event() {
    WindowFixture<Event, ?, Sliding> fixture =
        WindowFixture.of(
            Sliding.in("within", Window.slidingTime(MINUTE)), "account", Payments.CODEC);

    fixture
        .given("a", at("10:00:00"), new Noted("one"))
        .thenCame(sliding(1, "10:00:00", 1))
        .given("a", at("10:01:00"), new Noted("the first is exactly a minute old"))
        .thenCame(sliding(2, "10:01:00", 1))
        .given("a", at("10:00:30"), new Noted("late"))
        .thenCame(sliding(3, "10:00:30", 2), sliding(2, "10:01:00", 2))
        .thenWent(sliding(2, "10:01:00", 1));
  }

  @Test
  void by_recorded_time_a_row_of_an_event_waits_for_nothing() {
    WindowFixture<Event, ?, Sliding> fixture =
        WindowFixture.of(
            Sliding.in("within", Window.slidingTime(MINUTE).byRecordedTime().whenClosed(MINUTE)),
            "account",
            Payments.CODEC);

    fixture
        .at(at("10:00:00"))
        .given("a", at("09:00:00"), new Noted("happened long ago"))
        .thenCame(sliding(1, "10:00:00", 1));
  }

  @Test
  void tells_what_every_event_did_if_something_else_was_expected() {
    WindowFixture<Event, ?, Stretch> fixture =
        WindowFixture.of(Stretch.in("sessions", Window.session(MINUTE)), "account", Payments.CODEC);

    assertThatThrownBy(() -> fixture.given("a", at("10:00:00"), new Noted("one")).thenCame())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Wrong rows that came of sessions")
        .hasMessageContaining("1 2026-03-01T10:00:00Z");
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static Stretch session(String from, String to, int events) {
    return new Stretch("a", at(from), at(to), events, BigDecimal.ZERO, Optional.empty());
  }

  private static Sliding sliding(long position, String time, int events) {
    return new Sliding("a", position, at(time), events, BigDecimal.ZERO, Optional.empty(), events);
  }
}
