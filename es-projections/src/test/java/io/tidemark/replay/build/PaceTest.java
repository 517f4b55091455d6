package io.tidemark.replay.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void work_takes_as_long_as_its_rate_allows() {
    Pace pace = new Pace(1_000);
    long from = System.nanoTime();

    pace.did(100);
    pace.did(200);

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void nobody_waits_without_a_rate_or_when_interrupted() {
    long from = System.nanoTime();
    new Pace(Double.POSITIVE_INFINITY).did(1_000_000_000);
    Thread.currentThread().interrupt();
    new Pace(1).did(60);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void work_is_spread_over_a_second() {
    assertThat(new Pace(Double.POSITIVE_INFINITY).step(5_000)).isEqualTo(5_000);
    assertThat(new Pace(600).step(5_000)).isEqualTo(120);
    assertThat(new Pace(0.5).step(5_000)).isEqualTo(1);
  }
}
