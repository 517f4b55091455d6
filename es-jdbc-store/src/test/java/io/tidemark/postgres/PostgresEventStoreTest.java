package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresEventStoreTest {

  @Test
  void what_is_appended_is_read_back() {
    try (TestDatabase database = TestDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      StreamId stream = StreamId.of("account", "42");
      EventData event = EventData.of("Opened", "{\"owner\": \"Ann\"}");
      AppendResult result = store.append(stream, ExpectedVersion.noStream(), List.of(event));
      assertThat(result).isEqualTo(new AppendResult(stream, 1, 1, 1, 1, false));
      try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
        assertThat(events).extracting(RecordedEvent::id).containsExactly(event.id());
      }
    }
  }
}
