package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageSizeTest {
  private final PageSize pageSize = new PageSize(250);

  @Test
  void grows_fourfold_to_two_thousand_small_events() {
    pageSize.learn(events(250, 100));
    assertThat(pageSize.size()).isEqualTo(1_000);
    pageSize.learn(events(1_000, 100));
    assertThat(pageSize.size()).isEqualTo(2_000);
    pageSize.learn(events(2_000, 100));
    assertThat(pageSize.size()).isEqualTo(2_000);
  }

  @Test
  void shrinks_to_single_events_if_they_are_large() {
    pageSize.learn(events(12, 1_000_000));
    assertThat(pageSize.size()).isEqualTo(1);
  }

  @Test
  void learns_nothing_frightening_from_an_empty_page() {
    pageSize.learn(List.of());
    assertThat(pageSize.size()).isEqualTo(1_000);
  }

  private static List<RecordedEvent> events(int count, int characters) {
    RecordedEvent event =
        new RecordedEvent(
            1,
            StreamId.of("s", "1"),
            1,
            new UUID(0, 1),
            "T",
            "x".repeat(characters),
            Metadata.empty(),
            Instant.EPOCH,
            Instant.EPOCH);
    return Collections.nCopies(count, event);
  }
}
