package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.StreamId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventSelectorTest {
  private static final EventSelector ACCOUNTS = EventSelector.ofCategory("account");
  private static final EventSelector ONE = EventSelector.ofStream(StreamId.of("account", "1"));

  @Test
  void two_overlap_if_one_event_can_meet_both() {
    assertOverlap(ACCOUNTS, ACCOUNTS, true);
    assertOverlap(ACCOUNTS, EventSelector.ofCategory("transfer"), false);
    assertOverlap(ACCOUNTS, ONE, true);
    assertOverlap(ONE, EventSelector.ofStream(StreamId.of("account", "2")), false);
    assertOverlap(ONE, EventSelector.ofStream(StreamId.of("transfer", "1")), false);
    assertOverlap(ACCOUNTS.types(Set.of("Opened")), ACCOUNTS.types(Set.of("Closed")), false);
    assertOverlap(ACCOUNTS.types(Set.of("Opened", "Moved")), ACCOUNTS.types(Set.of("Moved")), true);
    assertOverlap(ONE, ACCOUNTS.types(Set.of("Moved")), true);
    assertOverlap(ONE.types(Set.of("Opened")), ACCOUNTS.types(Set.of("Moved")), false);
  }

  private static void assertOverlap(EventSelector one, EventSelector other, boolean expected) {
    assertThat(one.overlaps(other)).isEqualTo(expected);
    assertThat(other.overlaps(one)).isEqualTo(expected);
  }
}
