package io.tidemark.projection.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CheckpointSignalTest {
  private static final long EVER = Duration.ofHours(1).toNanos();

  private final CheckpointSignal signal = new CheckpointSignal();

  @Test
  void a_move_between_the_look_and_the_wait_is_not_missed() {
    CheckpointSignal.Watch watch = signal.watch("balances");
    signal.moved("balances", 7);

    watch.await(7, EVER);
  }

  @Test
  void a_move_wakes_who_waits_for_it_and_none_of_another_projection_or_to_an_earlier_position()
      throws Exception {
    CheckpointSignal.Watch watch = signal.watch("balances");
    Thread waiting = new Thread(() -> watch.await(7, EVER));
    waiting.start();
    Processes.await("wait", () -> waiting.getState() == Thread.State.TIMED_WAITING);

    signal.moved("statements", 9);
    signal.moved("balances", 6);
    waiting.join(50);
    assertThat(waiting.isAlive()).isTrue();

    signal.moved("balances", 7);
    waiting.join();
  }

  @Test
  void each_move_ends_one_wait_only() {
    CheckpointSignal.Watch watch = signal.watch("balances");
    signal.moved("balances", 7);
    watch.await(7, EVER);
    long begun = System.nanoTime();

    watch.await(7, 1_000_000);

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays() {
    Thread.currentThread().interrupt();

    signal.watch("balances").await(7, EVER);

    assertThat(Thread.interrupted()).isTrue();
  }
}
