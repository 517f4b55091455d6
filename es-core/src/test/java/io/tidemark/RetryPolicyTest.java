package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration TEN = Duration.ofMillis(10);

  @Test
  void waits_double_up_to_the_longest_and_up_to_half_is_left_to_chance() {
    assertWaits(RetryPolicy.of(100, TEN, Duration.ofMillis(35)), 0, 10, 20, 35, 35);
  }

  @Test
  void immediate_retries_come_before_the_first_wait() {
    assertWaits(RetryPolicy.of(9, TEN, TEN.multipliedBy(9)).withImmediateRetries(2), 0, 0, 0, 10);
  }

  @Test
  void commands_retry_at_once_and_subscribers_after_a_wait() {
    assertThat(RetryPolicy.forCommands().maxAttempts()).isEqualTo(10);
    assertWaits(RetryPolicy.forCommands(), 0, 0, 1, 2, 4, 8, 16, 32, 50, 50);
    assertThat(RetryPolicy.forSubscribers().maxAttempts()).isEqualTo(5);
    assertWaits(RetryPolicy.forSubscribers(), 0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000);
  }

  @Test
  void waits_differ() {
    RetryPolicy policy = RetryPolicy.of(10, Duration.ofHours(1), Duration.ofHours(1));
    assertThat(policy.delayBefore(3)).isNotEqualTo(policy.delayBefore(3));
  }

  @Property(tries = 500)
  void no_wait_is_longer_than_the_longest_however_often_it_was_tried(
      @ForAll @IntRange(min = 1) int attempt,
      @ForAll @IntRange(max = 5) int immediate,
      @ForAll @LongRange(max = 31_000_000_000_000_000L) long first,
      @ForAll @LongRange(max = 31_000_000_000_000_000L) long longest) {
    Duration max = Duration.ofNanos(longest);
    RetryPolicy policy = new RetryPolicy(1, immediate, Duration.ofNanos(first), max);
    assertThat(policy.delayBefore(attempt)).isBetween(Duration.ZERO, max);
  }

  @Test
  void there_is_at_least_one_attempt_and_no_negative_or_endless_wait() {
    RetryPolicy policy = RetryPolicy.forCommands();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withMaxAttempts(0))
        .withMessageContaining("expected at least 1 attempt");
    assertThatIllegalArgumentException().isThrownBy(() -> policy.withImmediateRetries(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.of(1, TEN.negated(), TEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.of(1, TEN, Duration.ofDays(366)))
        .withMessage("Invalid maxDelay of a retry policy: expected 0 to 365 days, actual PT8784H");
  }

  private static void assertWaits(RetryPolicy policy, long... millis) {
    for (int attempt = 1; attempt <= millis.length; attempt++) {
      Duration longest = Duration.ofMillis(millis[attempt - 1]);
      for (int i = 0; i < 100; i++) {
        assertThat(policy.delayBefore(attempt)).isBetween(longest.dividedBy(2), longest);
      }
    }
  }
}
