package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.LookedUp;
import io.tidemark.projection.Projection;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What shards have handled together is what one that does all of the work has. */
class ShardTallyTest {
  private final List<RecordedEvent> events = events();
  private final Projection<?, ?> closed =
      NaiveWindows.Stretch.in(
          "closed", Window.session(Duration.ofMinutes(1)).whenClosed(Duration.ZERO));

  /** Of which the last one closes windows of several keys, of several shards, at once. */
  private static List<RecordedEvent> events() {
    try (InMemoryEventStore store = new InMemoryEventStore()) {
      for (int i = 0; i < 20; i++) {
        Payments.append(
            store,
            "a" + i % 7,
            Instant.parse("2026-03-01T10:00:00Z").plusSeconds(i),
            new Payments.Noted("n"));
      }
      Payments.append(
          store, "late", Instant.parse("2026-03-01T12:00:00Z"), new Payments.Noted("n"));
      try (Stream<RecordedEvent> all = store.readAll(LogQuery.all())) {
        return all.toList();
      }
    }
  }

  private EventTally tally(Shard shard) {
    MemoryState state = new MemoryState();
    LookedUp.Reader reader =
        new LookedUp.Reader() {
          @Override
          public void answer(List<LookedUp.Request<?, ?>> requests) {}

          @Override
          public OperatorState state() {
            return state;
          }
        };
    return closed.batch(events, shard, reader).tally();
  }

  @Test
  void shards_have_handled_together_what_the_whole_has() {
    EventTally whole = tally(Shard.WHOLE);
    assertThat(whole.count()).isEqualTo(7);
    for (int count = 2; count <= 3; count++) {
      EventTally sum = EventTally.NONE;
      for (int index = 0; index < count; index++) {
        EventTally part = tally(new Shard(index, count));
        assertThat(part.count()).isBetween(1L, 6L);
        sum = sum.plus(part);
      }
      assertThat(sum).isEqualTo(whole);
    }
  }
}
