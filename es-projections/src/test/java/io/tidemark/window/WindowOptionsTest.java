package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.window.NaiveWindows.Batch;
import io.tidemark.window.NaiveWindows.Sliding;
import io.tidemark.window.NaiveWindows.Stretch;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.Payments.Noted;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each option of a window does. */
class WindowOptionsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static WindowFixture<Event, ?, Stretch> stretches(Window window) {
    return WindowFixture.of(Stretch.in("stretches", window), "account", Payments.CODEC);
  }

  private static WindowFixture<Event, ?, Sliding> sliding(SlidingWindow window) {
    return WindowFixture.of(Sliding.in("sliding", window), "account", Payments.CODEC);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static Noted event() {
    return new Noted("n");
  }

  private static Stretch stretch(String account, String from, String to, int events) {
    return new Stretch(account, at(from), at(to), events, BigDecimal.ZERO, Optional.empty());
  }

  private static Sliding of(String account, long position, String time, int events) {
    return new Sliding(
        account, position, at(time), events, BigDecimal.ZERO, Optional.empty(), events);
  }

  private static Batch batch(String account, long number, int events) {
    return new Batch(account, number, events, BigDecimal.ZERO, Optional.empty());
  }

  @Test
  void windows_of_a_key_begin_with_its_first_event_in_the_log_and_lie_on_both_sides_of_it() {
    stretches(Window.tumbling(MINUTE).fromFirstEvent())
        .given("a", at("10:00:20"), event())
        .given("b", at("10:00:50"), event())
        .given("a", at("10:01:20"), event())
        .given("a", at("10:00:19"), event())
        .thenRows(
            stretch("a", "09:59:20", "10:00:20", 1),
            stretch("a", "10:00:20", "10:01:20", 1),
            stretch("a", "10:01:20", "10:02:20", 1),
            stretch("b", "10:00:50", "10:01:50", 1));
  }

  @Test
  void windows_of_all_keys_begin_with_the_first_event_of_any() {
    stretches(Window.tumbling(MINUTE).offset(SECOND).fromFirstEventOfAll())
        .given("a", at("10:00:20"), event())
        .given("b", at("10:01:20"), event())
        .given("b", at("10:01:21"), event())
        .thenRows(
            stretch("a", "09:59:21", "10:00:21", 1),
            stretch("b", "10:00:21", "10:01:21", 1),
            stretch("b", "10:01:21", "10:02:21", 1));
  }

  @Test
  void no_window_begins_before_the_epoch() {
    Instant epoch = Instant.EPOCH;
    stretches(Window.hopping(MINUTE.multipliedBy(2), MINUTE).sinceEpoch())
        .given("a", epoch.minusSeconds(1), event())
        .thenNothing()
        .given("a", epoch.plusSeconds(1), event())
        .thenCame(
            new Stretch("a", epoch, epoch.plusSeconds(120), 1, BigDecimal.ZERO, Optional.empty()));
  }

  @Test
  void a_late_event_is_left_out_of_windows_that_ended_longer_ago_than_the_grace() {
    stretches(
            Window.hopping(MINUTE.multipliedBy(2), MINUTE)
                .whenClosed(Duration.ZERO)
                .lateLeftOut(SECOND))
        .given("a", at("10:00:10"), event())
        .given("b", at("10:01:00"), event())
        .thenCame(stretch("a", "09:59:00", "10:01:00", 1))
        .given("a", at("10:00:20"), event())
        .thenWent(stretch("a", "09:59:00", "10:01:00", 1))
        .thenCame(stretch("a", "09:59:00", "10:01:00", 2))
        .given("b", at("10:01:01"), event())
        .given("a", at("10:00:30"), event())
        .thenNothing()
        .given("b", at("10:02:00"), event())
        .thenCame(stretch("a", "10:00:00", "10:02:00", 3), stretch("b", "10:00:00", "10:02:00", 2));
  }

  @Test
  void a_late_event_joins_the_first_window_that_has_not_ended() {
    stretches(Window.tumbling(MINUTE).whenClosed(Duration.ZERO).joiningOpen())
        .given("a", at("10:00:10"), event())
        .given("a", at("10:01:10"), event())
        .thenCame(stretch("a", "10:00:00", "10:01:00", 1))
        .given("a", at("10:00:20"), event())
        .thenNothing()
        .given("a", at("10:02:00"), event())
        .thenCame(stretch("a", "10:01:00", "10:02:00", 2));
  }

  @Test
  void a_session_that_ended_is_extended_by_an_event_that_is_not_late_with_it() {
    stretches(Window.session(MINUTE).whenClosed(Duration.ZERO).lateLeftOut(Duration.ZERO))
        .given("a", at("10:00:00"), event())
        .given("b", at("10:01:10"), event())
        .thenCame(stretch("a", "10:00:00", "10:01:00", 1))
        .given("a", at("10:00:05"), event())
        .thenNothing()
        .given("a", at("10:00:30"), event())
        .thenWent(stretch("a", "10:00:00", "10:01:00", 1))
        .given("b", at("10:01:30"), event())
        .thenCame(stretch("a", "10:00:00", "10:01:30", 2));
  }

  @Test
  void a_session_that_is_final_is_not_extended() {
    stretches(Window.session(MINUTE).whenClosed(Duration.ZERO).finalOnceClosed(Duration.ZERO))
        .given("a", at("10:00:00"), event())
        .given("b", at("10:01:10"), event())
        .thenCame(stretch("a", "10:00:00", "10:01:00", 1))
        .given("a", at("10:00:30"), event())
        .thenNothing()
        .given("a", at("10:00:00"), event()) // would begin where one is final
        .given("b", at("10:01:30"), event())
        .thenCame(stretch("a", "10:00:30", "10:01:30", 1));
  }

  @Test
  void aligned_windows_hold_all_events_that_are_at_most_their_length_apart() {
    stretches(Window.aligned(Duration.ofSeconds(10), SECOND).whenClosed(Duration.ZERO))
        .given("a", at("10:00:10"), event())
        .given("a", at("10:00:20"), event())
        .given("b", at("10:00:20"), event())
        .thenCame(stretch("a", "10:00:00", "10:00:10", 1))
        .given("b", at("10:00:40"), event())
        .thenCame(
            stretch("a", "10:00:10", "10:00:20", 2),
            stretch("a", "10:00:11", "10:00:21", 1),
            stretch("b", "10:00:10", "10:00:20", 1))
        .given("a", at("10:00:12"), event())
        .thenWent(stretch("a", "10:00:10", "10:00:20", 2), stretch("a", "10:00:11", "10:00:21", 1))
        .thenCame(
            stretch("a", "10:00:02", "10:00:12", 2),
            stretch("a", "10:00:10", "10:00:20", 3),
            stretch("a", "10:00:11", "10:00:21", 2),
            stretch("a", "10:00:13", "10:00:23", 1));
  }

  @Test
  void in_order_of_arrival_a_late_event_stays_until_all_before_it_have_gone() {
    sliding(Window.slidingTime(MINUTE).inOrderOfArrival())
        .given("a", at("10:00:30"), event())
        .given("a", at("10:00:00"), event())
        .given("a", at("10:01:10"), event())
        .given("a", at("10:01:30"), event())
        .thenWent()
        .thenRows(
            of("a", 1, "10:00:30", 1),
            of("a", 2, "10:00:00", 2),
            of("a", 3, "10:01:10", 3),
            of("a", 4, "10:01:30", 2));
    sliding(Window.slidingTime(MINUTE).inOrderOfArrival().fromIncluded())
        .given("a", at("10:00:30"), event(), event())
        .given("a", at("10:01:30"), event())
        .thenRows(of("a", 1, "10:00:30", 1), of("a", 2, "10:00:30", 2), of("a", 3, "10:01:30", 3));
  }

  @Test
  void a_window_of_all_keys_has_the_total_of_one_of_them() {
    sliding(Window.slidingLength(3).ofAllKeys())
        .given("a", at("10:00:00"), event(), event())
        .given("b", at("10:00:00"), event(), event())
        .given("a", at("10:00:00"), event())
        .thenRows(
            of("a", 1, "10:00:00", 1),
            of("a", 2, "10:00:00", 2),
            of("a", 5, "10:00:00", 1),
            of("b", 3, "10:00:00", 1),
            of("b", 4, "10:00:00", 2));
  }

  @Test
  void a_row_for_every_third_event() {
    sliding(Window.slidingLength(5).forEvery(3))
        .given("a", at("10:00:00"), event(), event(), event(), event())
        .given("b", at("10:00:00"), event(), event())
        .given("a", at("10:00:00"), event(), event())
        .thenRows(of("a", 3, "10:00:00", 3), of("a", 8, "10:00:00", 5));
  }

  @Test
  void late_events_leave_rows_of_events_as_they_are() {
    sliding(Window.slidingTime(MINUTE).whenClosed(SECOND).lateLeftOut())
        .given("a", at("10:00:10"), event())
        .given("a", at("10:00:20"), event())
        .thenCame(of("a", 1, "10:00:10", 1))
        .given("a", at("10:00:10"), event())
        .given("a", at("10:00:15"), event())
        .given("a", at("10:00:30"), event())
        .thenWent()
        .thenCame(of("a", 4, "10:00:15", 2), of("a", 2, "10:00:20", 3));
  }

  @Test
  void a_batch_is_shown_as_it_fills() {
    WindowFixture.of(
            Batch.in("batches", Window.batchLength(2).shownFilling()), "account", Payments.CODEC)
        .given("a", at("10:00:00"), event())
        .thenCame(batch("a", 0, 1))
        .given("a", at("10:00:00"), event())
        .thenWent(batch("a", 0, 1))
        .thenCame(batch("a", 0, 2))
        .given("a", at("10:00:00"), event())
        .thenCame(batch("a", 1, 1))
        .thenWent();
  }

  @Test
  void a_batch_of_all_keys_has_a_row_for_each_that_is_in_it() {
    WindowFixture.of(
            Batch.in("batches", Window.batchLength(3).ofAllKeys()), "account", Payments.CODEC)
        .given("b", at("10:00:00"), event())
        .given("a", at("10:00:00"), event())
        .thenNothing()
        .given("b", at("10:00:00"), event())
        .thenCame(batch("a", 0, 1), batch("b", 0, 2))
        .given("b", at("10:00:00"), event(), event(), event())
        .thenCame(batch("b", 1, 3));
  }

  @Test
  void options_that_do_not_go_together_are_refused() {
    List<Runnable> refused =
        List.of(
            () -> Window.session(MINUTE).fromFirstEvent(),
            () -> Window.session(MINUTE).sinceEpoch(),
            () -> Window.session(MINUTE).joiningOpen(),
            () -> Window.aligned(MINUTE, SECOND).offset(SECOND),
            () -> Window.aligned(MINUTE, SECOND).fromFirstEventOfAll(),
            () -> Window.aligned(MINUTE, Duration.ZERO),
            () -> Window.tumbling(MINUTE).lateLeftOut(SECOND.negated()),
            () -> Window.tumbling(MINUTE).finalOnceClosed(Duration.ofNanos(1)),
            () -> Window.slidingTime(MINUTE).ofAllKeys(),
            () -> Window.slidingTime(MINUTE).forEvery(2),
            () -> Window.slidingTime(MINUTE).lateLeftOut(),
            () -> Window.slidingTime(MINUTE).whenClosed(SECOND).inOrderOfArrival(),
            () -> Window.slidingLength(2).forEvery(0),
            () -> Window.slidingLength(2).ofAllKeys().byTime());

    assertThat(refused)
        .allSatisfy(
            each ->
                assertThatThrownBy(each::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid "));
  }

  @Test
  void each_option_is_another_definition() {
    Window hopping = Window.hopping(MINUTE, SECOND);
    SlidingWindow time = Window.slidingTime(MINUTE);
    List<Object> all =
        List.of(
            hopping,
            hopping.fromFirstEvent(),
            hopping.fromFirstEventOfAll(),
            hopping.sinceEpoch(),
            hopping.lateLeftOut(SECOND),
            hopping.lateLeftOut(MINUTE),
            hopping.lateLeftOut(SECOND).withMaxAhead(SECOND),
            hopping.finalOnceClosed(SECOND),
            hopping.joiningOpen(),
            Window.aligned(MINUTE, SECOND),
            Window.aligned(MINUTE, MINUTE),
            time,
            time.inOrderOfArrival(),
            time.inOrderOfArrival().ofAllKeys(),
            time.inOrderOfArrival().forEvery(2),
            time.whenClosed(SECOND),
            time.whenClosed(SECOND).lateLeftOut(),
            Window.batchLength(2),
            Window.batchLength(2).shownFilling(),
            Window.batchLength(2).ofAllKeys());

    assertThat(all).extracting(Object::toString).doesNotHaveDuplicates();
  }
}
