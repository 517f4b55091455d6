package io.tidemark.dataflow.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClockingTest {
  private static final Duration TOO_LONG = Micros.LONGEST.plusNanos(1_000);
  private static final Duration LAST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private final Clocking clocking = Clocking.of("a thing");

  @Test
  void durations_are_refused_that_are_too_long() {
    assertRefused(
        () -> clocking.whenClosed(TOO_LONG),
        "Invalid delay of a thing: expected at most 100000 days, actual PT2400000H0.000001S");
    assertRefused(
        () -> clocking.withMaxAhead(LAST),
        "Invalid time ahead of a thing: expected at most 100000 days, actual " + LAST);
    assertRefused(
        () -> clocking.idleAfter(LAST),
        "Invalid idle time of a thing: expected at most 100000 days, actual " + LAST);
  }

  @Test
  void durations_are_refused_that_are_negative() {
    assertRefused(
        () -> clocking.whenClosed(Duration.ofSeconds(Long.MIN_VALUE)),
        "Invalid delay of a thing: expected at least 0, actual "
            + Duration.ofSeconds(Long.MIN_VALUE));
    assertRefused(
        () -> clocking.withMaxAhead(Duration.ofNanos(-1)),
        "Invalid time ahead of a thing: expected at least 0, actual PT-0.000000001S");
    assertRefused(
        () -> clocking.idleAfter(Duration.ofSeconds(Long.MIN_VALUE)),
        "Invalid idle time of a thing: expected at least 1 ms, actual "
            + Duration.ofSeconds(Long.MIN_VALUE));
  }

  @Test
  void durations_are_refused_that_are_finer_than_microseconds() {
    assertRefused(
        () -> clocking.whenClosed(Duration.ofNanos(1)),
        "Invalid delay of a thing: expected a whole number of microseconds, actual PT0.000000001S");
    assertRefused(
        () -> clocking.idleAfter(Duration.ofNanos(1_000_001)),
        "Invalid idle time of a thing: expected a whole number of microseconds, actual PT0.001000001S");
  }

  @Test
  void the_longest_durations_are_taken() {
    Clocking longest =
        clocking.whenClosed(Micros.LONGEST).withMaxAhead(Micros.LONGEST).idleAfter(Micros.LONGEST);

    assertThat(longest.delay()).isEqualTo(Micros.LONGEST);
    assertThat(longest.maxAhead()).isEqualTo(Micros.LONGEST);
    assertThat(longest.idle()).contains(Micros.LONGEST);
  }

  @Test
  void sums_end_at_the_ends_of_time() {
    assertThat(Micros.plus(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.plus(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
    assertThat(Micros.minus(Long.MIN_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    assertThat(Micros.minus(0, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.minus(-1, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.minus(5, 3)).isEqualTo(2);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
