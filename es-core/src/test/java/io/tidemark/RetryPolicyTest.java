package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration TEN = Duration.ofMillis(10);

  @Test
  void the_first_retry_comes_at_once_and_later_ones_within_growing_bounds() {
    RetryPolicy policy = new RetryPolicy(100, TEN, Duration.ofMillis(35));
    long[] boundsInMillis = {0, 0, 10, 20, 35, 35};
    for (int attempt = 1; attempt <= boundsInMillis.length; attempt++) {
      for (int i = 0; i < 100; i++) {
        assertThat(policy.delayBefore(attempt))
            .isBetween(Duration.ZERO, Duration.ofMillis(boundsInMillis[attempt - 1]));
      }
    }
    assertThat(policy.delayBefore(100)).isBetween(Duration.ZERO, Duration.ofMillis(35));
  }

  @Test
  void waits_differ() {
    RetryPolicy policy = new RetryPolicy(10, Duration.ofHours(1), Duration.ofHours(1));
    assertThat(policy.delayBefore(3)).isNotEqualTo(policy.delayBefore(3));
  }

  @Test
  void there_is_at_least_one_attempt_and_no_negative_wait() {
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.attempts(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, TEN.negated(), TEN));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, TEN, TEN.negated()));
  }
}
