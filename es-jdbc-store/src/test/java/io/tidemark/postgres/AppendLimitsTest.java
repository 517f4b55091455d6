package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A single append is one commit, and a commit has a size beyond which all others would wait. */
class AppendLimitsTest {
  private static final StreamId STREAM = StreamId.of("big", "1");

  private static TestDatabase database;
  private static PostgresEventStore store;

  @BeforeAll
  static void openStore() {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
  }

  @AfterAll
  static void close() {
    store.close();
    database.close();
  }

  private static List<EventData> events(int count, String data) {
    return Stream.generate(() -> EventData.of("T", data)).limit(count).toList();
  }

  @Test
  void ten_thousand_events_are_stored_at_once_and_one_more_is_refused() {
    assertThatThrownBy(() -> store.append(STREAM, ExpectedVersion.any(), events(10_001, "{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid append to big-1: expected at most 10000 events in one append, actual 10001");
    assertThat(store.append(STREAM, ExpectedVersion.any(), events(10_000, "{}")).lastVersion())
        .isEqualTo(10_000);
  }

  @Test
  void more_than_thirty_two_million_characters_are_refused() {
    String big = '"' + "x".repeat(1_000_000) + '"';
    assertThatThrownBy(() -> store.appendAsync(request(events(40, big))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most 32000000 characters of data and metadata")
        .hasMessageContaining("actual 40000");
  }

  @Test
  void metadata_counts_too() {
    Map<String, String> entries = new HashMap<>();
    for (int n = 0; n < 100; n++) {
      entries.put("name" + n, "v".repeat(10_000));
    }
    Metadata metadata = Metadata.of(entries);
    List<EventData> events =
        Stream.generate(() -> new EventData(EventIds.next(), "T", "{}", metadata, Instant.EPOCH))
            .limit(40)
            .toList();
    assertThatThrownBy(() -> store.append(STREAM, ExpectedVersion.any(), events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("characters of data and metadata");
  }

  private static AppendRequest request(List<EventData> events) {
    return new AppendRequest(STREAM, ExpectedVersion.any(), events);
  }
}
