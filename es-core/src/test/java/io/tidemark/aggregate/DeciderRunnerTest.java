package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.AsOf;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeciderRunnerTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final WatchedStore store = new WatchedStore();
  private final DeciderRunner<Long, Counter.State, Counter.Event> counters =
      DeciderRunner.of("counter", new CountingDecider(), store, Counter.CODEC);

  @Test
  void a_command_is_decided_on_the_state_and_its_events_are_stored() {
    assertThat(counters.execute("a", 5L)).isEqualTo(new CommandResult(STREAM, 1, 1, 1, 1));
    assertThat(counters.execute("a", -2L)).isEqualTo(new CommandResult(STREAM, 2, 2, 1, 1));
    assertThat(counters.load("a")).isEqualTo(new Versioned<>(new Counter.State(3), 2));
    assertThat(counters.load("a", AsOf.version(1)).state().total()).isEqualTo(5);
    assertThat(counters.load("b")).isEqualTo(new Versioned<>(new Counter.State(0), 0));
  }

  @Test
  void a_refusal_stores_nothing_and_nothing_to_do_neither() {
    assertThatIllegalArgumentException().isThrownBy(() -> counters.execute("a", -1L));
    assertThat(counters.execute("a", 0L)).isEqualTo(new CommandResult(STREAM, 0, 0, 0, 1));
    assertThat(store.head()).isZero();
  }

  @Test
  void a_lost_conflict_is_decided_again() {
    AtomicBoolean lost = new AtomicBoolean();
    DeciderRunner<Long, Counter.State, Counter.Event> elsewhere =
        DeciderRunner.of("counter", new CountingDecider(), store.behind(), Counter.CODEC);
    store.beforeAppend(
        request -> {
          if (!lost.getAndSet(true)) {
            elsewhere.execute("a", 7L);
          }
        });
    assertThat(counters.execute("a", 1L)).isEqualTo(new CommandResult(STREAM, 2, 2, 1, 2));
  }

  @Test
  void metadata_and_the_time_go_with_each_event() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    counters
        .withClock(Clock.fixed(noon, ZoneOffset.UTC))
        .withRetry(RetryPolicy.forCommands().withMaxAttempts(1))
        .execute("a", Metadata.of("causationId", "c"), 1L);
    assertThat(store.event(1).orElseThrow().metadata().causationId()).contains("c");
    assertThat(store.event(1).orElseThrow().occurredAt()).isEqualTo(noon);
  }
}
