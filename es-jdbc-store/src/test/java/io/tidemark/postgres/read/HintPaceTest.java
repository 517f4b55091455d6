package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HintPaceTest {
  private static final long START = Long.MAX_VALUE - 1_000; // it overflows soon: nanoTime may

  private final HintPace pace = new HintPace(START);
  private long now = START;

  @Test
  void the_first_hint_waits_for_nothing() {
    pace.committed();

    assertThat(pace.left(now)).isZero();
  }

  @Test
  void a_hint_of_one_commit_is_followed_by_a_pause_of_one_millisecond() {
    send(1);

    assertThat(pace.left(now)).isEqualTo(millis(1));
    now += millis(1);
    assertThat(pace.left(now)).isZero();
  }

  @Test
  void the_next_hint_after_a_quiet_time_waits_for_nothing() {
    send(4);
    now += millis(60_000);

    assertThat(pace.left(now)).isZero();
  }

  @Test
  void more_commits_make_a_longer_pause_up_to_five_milliseconds() {
    send(3);
    assertThat(pace.left(now)).isEqualTo(millis(3));

    send(1_000);
    assertThat(pace.left(now)).isEqualTo(millis(5));
  }

  @Test
  void a_commit_every_other_millisecond_is_told_of_at_once_each_time() {
    for (int commit = 0; commit < 100; commit++) {
      assertThat(pace.left(now)).isZero();
      send(1);
      now += millis(2);
    }
  }

  @Test
  void thousands_of_commits_a_second_are_told_of_every_five_milliseconds() {
    for (int hint = 0; hint < 10; hint++) {
      long pause = Math.max(pace.left(now), millis(1));
      now += pause;
      send((int) (3 * TimeUnit.NANOSECONDS.toMillis(pause)));
    }

    assertThat(pace.left(now)).isEqualTo(millis(5));
  }

  private void send(int commits) {
    for (int commit = 0; commit < commits; commit++) {
      pace.committed();
    }
    pace.sent(now);
  }

  private static long millis(long number) {
    return TimeUnit.MILLISECONDS.toNanos(number);
  }
}
