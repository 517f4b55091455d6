package io.tidemark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCheckTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LogCheck check = new LogCheck();

  @Test
  void a_whole_log_passes() {
    check.add(event(1, "a", 1, 0));
    check.add(event(2, "b", 1, 1));
    check.add(event(3, "a", 2, 2));

    assertThat(check.results()).hasSize(3).allMatch(Check::passed);
  }

  @Test
  void a_missing_position_is_found() {
    check.add(event(1, "a", 1, 0));
    check.add(event(3, "a", 2, 1));

    assertThat(failed()).isEqualTo("log is contiguous: expected position 2, actual 3");
  }

  @Test
  void a_missing_version_is_found() {
    check.add(event(1, "a", 1, 0));
    check.add(event(2, "a", 3, 1));

    assertThat(failed())
        .isEqualTo(
            "versions are contiguous: account-a at position 2: expected version 2, actual 3");
  }

  @Test
  void time_that_goes_back_is_found() {
    check.add(event(1, "a", 1, 5));
    check.add(event(2, "a", 2, 4));

    assertThat(failed()).startsWith("recordedAt never goes back: position 2: expected");
  }

  @Test
  void a_store_is_checked_up_to_its_head_and_tells_how_far_it_got() {
    EventStore store = storeOf(3);
    List<Long> progress = new ArrayList<>();

    assertThat(LogCheck.run(store, progress::add)).hasSize(3).allMatch(Check::passed);

    assertThat(progress).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_hole_that_the_store_meets_itself_is_a_finding_and_no_failure() {
    List<Check> checks = LogCheck.run(new GappyStore(storeOf(3), 2), position -> {});

    assertThat(checks.get(0))
        .isEqualTo(new Check("log is contiguous", false, "expected position 2, actual 3"));
  }

  private static EventStore storeOf(int events) {
    EventStore store = new InMemoryEventStore();
    for (int i = 0; i < events; i++) {
      store.append(
          StreamId.of("account", "a"),
          ExpectedVersion.any(),
          List.of(EventData.of("Opened", "{}")));
    }
    return store;
  }

  private String failed() {
    Check only = check.results().stream().filter(found -> !found.passed()).toList().get(0);
    return only.name() + ": " + only.detail();
  }

  private static RecordedEvent event(long position, String key, long version, long second) {
    return new RecordedEvent(
        position,
        StreamId.of("account", key),
        version,
        EventIds.next(),
        "Opened",
        "{}",
        Metadata.empty(),
        START,
        START.plusSeconds(second));
  }
}
