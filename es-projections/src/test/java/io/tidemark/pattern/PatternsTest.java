package io.tidemark.pattern;

import static io.tidemark.pattern.Orders.CANCELLED;
import static io.tidemark.pattern.Orders.ORDERED;
import static io.tidemark.pattern.Orders.PAID;
import static io.tidemark.pattern.Orders.fixture;
import static io.tidemark.pattern.Orders.found;
import static io.tidemark.pattern.Orders.ordered;
import static io.tidemark.pattern.Orders.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.pattern.Orders.Cancelled;
import io.tidemark.pattern.Orders.Event;
import io.tidemark.pattern.Orders.Found;
import io.tidemark.pattern.Orders.Paid;
import io.tidemark.pattern.Orders.Unpaid;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.window.WindowFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatternsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_late_payment_takes_back_that_there_was_none() {
    Unpaid unpaid = new Unpaid("7", 1, BigDecimal.TEN, at("1T10:00"));

    fixture(Unpaid.PROJECTION)
        .given("7", at("1T10:00"), ordered(10))
        .given("8", at("2T09:59"), ordered(20))
        .thenNothing()
        .given("8", at("2T10:00"), paid(20)) // a day has passed
        .thenCame(unpaid)
        .given("7", at("2T09:30"), paid(10)) // of which is learnt late
        .thenWent(unpaid)
        .thenRows();
  }

  @Test
  void an_absence_is_found_by_the_clock_where_no_event_comes_any_more() {
    Found unpaid = new Found("7", 1, at("1T10:00"), at("1T11:00"), "o1");
    fixture(
            found(
                keyed ->
                    keyed.first(ORDERED).absent(PAID).within(HOUR).idleAfter(Duration.ofMinutes(5)),
                ORDERED))
        .at(at("1T10:00"))
        .given("7", at("1T10:00"), ordered(1))
        .at(at("1T11:04"))
        .thenNothing()
        .after(Duration.ofMinutes(1))
        .thenCame(unpaid)
        .given("7", at("1T10:30"), paid(1))
        .thenWent(unpaid);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                found(keyed -> keyed.first(ORDERED).within(HOUR).atOnce().idleAfter(HOUR), ORDERED))
        .withMessageContaining("Invalid idle time of a pattern: expected matches that wait");
  }

  @Test
  void what_comes_when_the_time_is_over_is_too_late() {
    fixture(Unpaid.PROJECTION)
        .given("7", at("1T10:00"), ordered(10))
        .given("7", at("2T10:00"), paid(10))
        .thenCame(new Unpaid("7", 1, BigDecimal.TEN, at("1T10:00")));
  }

  @Test
  void an_element_is_followed_by_the_first_of_another_whatever_is_in_between() {
    fixture(found(keyed -> keyed.first(ORDERED).followedBy(PAID).within(HOUR), ORDERED, PAID))
        .given("7", at("1T10:00"), ordered(1))
        .given("7", at("1T10:10"), new Cancelled("doubt"))
        .given("7", at("1T10:20"), paid(2))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p2"))
        .given("7", at("1T10:30"), paid(3))
        .thenNothing()
        .given("7", at("1T10:15"), paid(4))
        .thenWent(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p2"))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:15"), "o1p4"));
  }

  @Test
  void what_is_next_follows_at_once() {
    fixture(found(keyed -> keyed.first(ORDERED).next(PAID).within(HOUR), ORDERED, PAID))
        .given("7", at("1T10:00"), ordered(1))
        .given("7", at("1T10:20"), paid(2))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p2"))
        .given("7", at("1T10:10"), new Cancelled("late"))
        .thenWent(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p2"));
  }

  @Test
  void something_may_be_absent_in_between() {
    fixture(
            found(
                keyed -> keyed.first(ORDERED).followedBy(PAID).without(CANCELLED).within(HOUR),
                ORDERED,
                PAID))
        .given("7", at("1T10:00"), ordered(1))
        .given("7", at("1T10:10"), ordered(2))
        .given("7", at("1T10:20"), paid(3))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p3"))
        .given("7", at("1T10:05"), new Cancelled("late"))
        .thenWent(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o1p3"))
        .thenCame(new Found("7", 2, at("1T10:10"), at("1T10:20"), "o2p3"));
  }

  @Test
  void so_many_times_are_counted_and_as_many_as_there_are_wait_for_more() {
    Element<Paid> thrice = PAID.times(3);
    fixture(found(keyed -> keyed.first(thrice).within(HOUR), thrice))
        .given("7", at("1T10:00"), paid(1), ordered(9), paid(2))
        .thenNothing()
        .given("7", at("1T10:01"), paid(3))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:01"), "p1p2p3"));
    Element<Paid> twice = PAID.atLeast(2);
    fixture(found(keyed -> keyed.first(twice).within(HOUR), twice))
        .given("7", at("1T10:00"), paid(1), paid(2))
        .given("7", at("1T10:59"), paid(3))
        .thenNothing()
        .given("7", at("1T11:00"), paid(4))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:59"), "p1p2p3"));
    Element<Paid> few = twice.fewest();
    fixture(found(keyed -> keyed.first(few).within(HOUR), few))
        .given("7", at("1T10:00"), paid(1), paid(2))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:00"), "p1p2"));
  }

  @Test
  void an_element_may_be_missing() {
    Element<Cancelled> maybe = CANCELLED.optional();
    fixture(
            found(
                keyed -> keyed.first(ORDERED).followedBy(maybe).followedBy(PAID).within(HOUR),
                ORDERED,
                maybe,
                PAID))
        .given("7", at("1T10:00"), ordered(1))
        .given("7", at("1T10:10"), paid(2))
        .given("8", at("1T11:00"), paid(3))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:10"), "o1p2"))
        .given("7", at("1T10:05"), new Cancelled("late"))
        .thenWent(new Found("7", 1, at("1T10:00"), at("1T10:10"), "o1p2"))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:10"), "o1cp2"));
  }

  @Test
  void a_condition_may_look_at_the_events_before() {
    Element<Paid> parts = Element.of("parts", Paid.class).atLeast(0).fewest();
    Element<Paid> rest =
        Element.of("rest", Paid.class)
            .whereAmong(
                (paid, matched) ->
                    matched.all(parts).stream()
                            .map(Paid::amount)
                            .reduce(paid.amount(), BigDecimal::add)
                            .compareTo(matched.event(ORDERED).amount())
                        >= 0);
    fixture(
            found(
                keyed -> keyed.first(ORDERED).next(parts).next(rest).within(HOUR),
                ORDERED,
                parts,
                rest))
        .given("7", at("1T10:00"), ordered(10))
        .given("7", at("1T10:10"), paid(4))
        .given("7", at("1T10:20"), paid(5))
        .thenNothing()
        .given("7", at("1T10:30"), paid(2))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:30"), "o10p4p5p2"))
        .given("7", at("1T10:15"), paid(1))
        .thenWent(new Found("7", 1, at("1T10:00"), at("1T10:30"), "o10p4p5p2"))
        .thenCame(new Found("7", 1, at("1T10:00"), at("1T10:20"), "o10p4p1p5"));
  }

  @Test
  void a_match_begins_behind_the_one_before_unless_they_may_overlap() {
    Element<Paid> twice = PAID.times(2);
    found3(fixture(found(keyed -> keyed.first(twice).within(HOUR), twice)))
        .thenRows(new Found("7", 1, at("1T10:00"), at("1T10:01"), "p1p2"));
    found3(fixture(found(keyed -> keyed.first(twice).within(HOUR).overlapping(), twice)))
        .thenRows(
            new Found("7", 1, at("1T10:00"), at("1T10:01"), "p1p2"),
            new Found("7", 2, at("1T10:01"), at("1T10:02"), "p2p3"));
  }

  @Test
  void a_late_event_moves_all_matches_behind_it_that_may_not_overlap() {
    Element<Paid> twice = PAID.times(2);
    Found first = new Found("7", 1, at("1T10:00"), at("1T10:01"), "p1p2");
    Found second = new Found("7", 3, at("1T10:02"), at("1T10:03"), "p3p4");
    fixture(found(keyed -> keyed.first(twice).within(HOUR), twice))
        .given("7", at("1T10:00"), paid(1))
        .given("7", at("1T10:01"), paid(2))
        .given("7", at("1T10:02"), paid(3))
        .given("7", at("1T10:03"), paid(4))
        .thenCame(first, second)
        .given("7", at("1T09:59"), paid(5))
        .thenWent(first, second)
        .thenCame(
            new Found("7", 5, at("1T09:59"), at("1T10:00"), "p5p1"),
            new Found("7", 2, at("1T10:01"), at("1T10:02"), "p2p3"));
  }

  private static WindowFixture<Event, MatchKey<String>, Found> found3(
      WindowFixture<Event, MatchKey<String>, Found> fixture) {
    return fixture
        .given("7", at("1T10:00"), paid(1))
        .given("7", at("1T10:01"), paid(2))
        .given("7", at("1T10:02"), paid(3));
  }

  @Test
  void rows_are_there_at_once_or_after_a_delay_or_by_recorded_time() {
    Found missing = new Found("7", 1, at("1T10:00"), at("1T11:00"), "o1");
    fixture(found(keyed -> keyed.first(ORDERED).absent(PAID).within(HOUR).atOnce(), ORDERED))
        .given("7", at("1T10:00"), ordered(1))
        .thenCame(missing)
        .given("7", at("1T10:10"), paid(1))
        .thenWent(missing);
    fixture(
            found(
                keyed -> keyed.first(ORDERED).absent(PAID).within(HOUR).whenClosed(HOUR), ORDERED))
        .given("7", at("1T10:00"), ordered(1))
        .given("8", at("1T11:59"), paid(1))
        .thenNothing()
        .given("8", at("1T12:00"), paid(1))
        .thenCame(missing);
    fixture(
            found(
                keyed -> keyed.first(ORDERED).absent(PAID).within(HOUR).byRecordedTime(), ORDERED))
        .at(at("1T10:00"))
        .given("7", at("1T08:00"), ordered(1))
        .at(at("1T11:00"))
        .given("7", at("1T08:10"), paid(1))
        .thenCame(missing);
  }

  @Test
  void a_wrong_date_does_not_make_everything_absent() {
    fixture(
            found(
                keyed -> keyed.first(ORDERED).absent(PAID).within(HOUR).withMaxAhead(HOUR),
                ORDERED))
        .at(at("1T10:00"))
        .given("7", at("1T10:30"), ordered(1))
        .given("8", Instant.parse("2126-01-01T00:00:00Z"), paid(1))
        .thenNothing();
  }

  @Test
  void a_row_that_is_not_that_of_its_match_is_refused() {
    assertThatThrownBy(
            () ->
                fixture(
                        Patterns.named("found", Found.class, Found::order)
                            .from("order", Orders.CODEC)
                            .keyedByStream()
                            .first(PAID)
                            .within(HOUR)
                            .rows(match -> new Found(match.key(), 1, match.from(), match.to(), "")))
                    .given("7", at("1T10:00"), ordered(1), paid(2)))
        .isInstanceOf(EventHandlingException.class)
        .hasStackTraceContaining(
            "expected the key and the position of its match, MatchKey[key=7, position=2]");
  }

  @Test
  void refuses_what_is_no_pattern() {
    Patterns.Keyed<Event, String, Found> keyed =
        Patterns.named("found", Found.class, Found::order)
            .from("order", Orders.CODEC)
            .keyedByStream();
    assertRefused(() -> keyed.first(PAID).followedBy(PAID), "expected each element once");
    assertRefused(
        () -> keyed.first(PAID).absent(ORDERED).followedBy(CANCELLED),
        "expected nothing after the absence of ordered");
    assertRefused(
        () -> keyed.first(PAID).absent(ORDERED).absent(CANCELLED), "expected one element that is");
    assertRefused(() -> keyed.first(PAID).without(ORDERED), "before it followedBy()");
    assertRefused(
        () -> keyed.first(PAID).next(ORDERED).without(CANCELLED), "before it followedBy()");
    assertRefused(
        () -> keyed.first(PAID).absent(ORDERED.times(2)), "expected one event that must not be");
    assertRefused(
        () -> keyed.first(PAID).absent(ORDERED.whereAmong((event, matched) -> true)),
        "expected one event that must not be");
    assertRefused(
        () -> keyed.first(PAID.optional()).within(HOUR),
        "expected an element with an event at least");
    assertRefused(() -> keyed.first(PAID).within(Duration.ZERO), "expected at least a microsecond");
    assertRefused(
        () -> keyed.first(PAID).within(Duration.ofNanos(1_001)), "a whole number of microseconds");
    Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
    assertRefused(
        () -> keyed.first(PAID).within(tooLong),
        "Invalid time of a pattern: expected at most 100000 days, actual " + tooLong);
    assertRefused(
        () -> keyed.first(PAID).within(HOUR).whenClosed(tooLong),
        "Invalid delay of a pattern: expected at most 100000 days, actual " + tooLong);
    assertRefused(
        () -> keyed.first(PAID).within(HOUR).withMaxAhead(tooLong),
        "Invalid time ahead of a pattern: expected at most 100000 days, actual " + tooLong);
    assertRefused(
        () -> keyed.first(PAID).within(HOUR).whenClosed(HOUR.negated()), "expected at least 0");
    assertRefused(() -> PAID.times(0), "expected from 0 or more to 1 or more");
    assertRefused(() -> PAID.times(3, 2), "expected from 0 or more to 1 or more");
  }

  private record Bare(String order, Instant from) {}

  @Test
  void refuses_rows_without_a_position() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Patterns.named("bare", Bare.class, Bare::order))
        .withMessageContaining(
            "expected a long behind the key, the position of the first event, actual Instant from");
  }

  /** Another pattern is another definition, so that rows of the old one are not gone on with. */
  @Test
  void says_what_it_looks_for() {
    assertThat(
            found(
                    keyed ->
                        keyed
                            .first(ORDERED)
                            .followedBy(PAID.times(1, 2).fewest())
                            .without(CANCELLED)
                            .within(HOUR)
                            .overlapping()
                            .whenClosed(HOUR))
                .madeOfText())
        .contains(
            "ordered of Ordered, then paid of Paid 1 to 2 times but few without cancelled of Cancelled within PT1H, overlapping closed PT1H later");
  }

  private static void assertRefused(Runnable definition, String message) {
    assertThatIllegalArgumentException().isThrownBy(definition::run).withMessageContaining(message);
  }

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-03-0%s:00Z".formatted(dayAndTime));
  }
}
