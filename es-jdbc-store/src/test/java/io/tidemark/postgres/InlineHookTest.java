package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inline work that is made with the store it belongs to. */
class InlineHookTest {
  @Test
  void an_append_is_refused_while_its_inline_work_is_being_made_and_goes_through_it_afterwards() {
    List<Long> seen = new ArrayList<>();
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store =
            PostgresEventStore.builder(database.dataSource())
                .inline(
                    opened -> {
                      assertThatThrownBy(() -> append(opened))
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("expected a store that is built");
                      assertThat(opened.head()).isZero();
                      return (transaction, events) ->
                          events.forEach(event -> seen.add(event.position()));
                    })
                .build()) {
      append(store);
      assertThat(seen).containsExactly(1L);
    }
  }

  private static void append(EventStore store) {
    store.append(StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }
}
