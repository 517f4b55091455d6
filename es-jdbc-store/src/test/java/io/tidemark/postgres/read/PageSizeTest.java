package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageSizeTest {
  private final PageSize pageSize = new PageSize(250);

  @Test
  void grows_fourfold_to_two_thousand_small_events() {
    assertThat(learnt(page(250, 100, 100))).isEqualTo(1_000);
    assertThat(learnt(page(1_000, 100, 100))).isEqualTo(2_000);
    assertThat(learnt(page(2_000, 100, 100))).isEqualTo(2_000);
  }

  @Test
  void shrinks_to_few_events_if_they_are_large() {
    assertThat(learnt(page(12, 1_000_000, 1_000_000))).isEqualTo(1);
    assertThat(learnt(page(1, 100_000, 100_000))).isEqualTo(4);
  }

  @Test
  void lets_the_largest_event_of_the_page_before_come_at_once() {
    PageLimit next = nextAfter(page(250, 1_000, 40_000));
    assertThat(next.events()).isEqualTo(100);
    assertThat(next.share()).isEqualTo(40_000);
  }

  @Test
  void asks_for_no_more_than_is_wanted_and_grows_after_an_empty_page() {
    assertThat(pageSize.next(7).events()).isEqualTo(7);
    assertThat(learnt(page(0, 0, 0))).isEqualTo(1_000);
  }

  private long learnt(SizedPage page) {
    return nextAfter(page).events();
  }

  private PageLimit nextAfter(SizedPage page) {
    pageSize.learn(page);
    return pageSize.next(Long.MAX_VALUE);
  }

  private static SizedPage page(int count, long average, long largest) {
    RecordedEvent event =
        new RecordedEvent(
            1,
            StreamId.of("s", "1"),
            1,
            new UUID(0, 1),
            "T",
            "{}",
            Metadata.empty(),
            Instant.EPOCH,
            Instant.EPOCH);
    return new SizedPage(Collections.nCopies(count, event), true, count * average, largest);
  }
}
