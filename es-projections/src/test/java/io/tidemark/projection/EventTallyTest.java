package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventTallyTest {
  @Test
  void is_the_same_however_the_work_is_cut() {
    EventTally whole = tally(LongStream.rangeClosed(1, 100));
    EventTally odd = tally(LongStream.rangeClosed(1, 100).filter(p -> p % 2 == 1));
    EventTally even = tally(LongStream.rangeClosed(1, 100).filter(p -> p % 2 == 0));

    assertThat(odd.plus(even)).isEqualTo(whole);
    assertThat(whole.minus(even)).isEqualTo(odd);
  }

  @Test
  void tells_an_event_left_out_from_one_applied_twice_in_its_place() {
    EventTally right = tally(LongStream.of(1, 2, 3));

    assertThat(tally(LongStream.of(1, 3))).isNotEqualTo(right);
    assertThat(tally(LongStream.of(1, 3, 3)).count()).isEqualTo(right.count());
    assertThat(tally(LongStream.of(1, 3, 3))).isNotEqualTo(right);
  }

  @Test
  void tells_apart_the_changes_that_one_event_makes() {
    assertThat(EventTally.NONE.plus(event(1), 0).plus(event(1), 1))
        .isNotEqualTo(EventTally.NONE.plus(event(1), 0).plus(event(1), 0));
  }

  @Test
  void never_leaves_what_a_bigint_can_add() {
    assertThat(tally(LongStream.rangeClosed(1, 10_000)).digest()).isBetween(0L, EventTally.MASK);
  }

  private static EventTally tally(LongStream positions) {
    EventTally[] tally = {EventTally.NONE};
    positions.forEach(position -> tally[0] = tally[0].plus(event(position), 0));
    return tally[0];
  }

  private static RecordedEvent event(long position) {
    return new RecordedEvent(
        position,
        StreamId.of("account", "a"),
        position,
        new UUID(7, position),
        "Moved",
        "{}",
        Metadata.empty(),
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
