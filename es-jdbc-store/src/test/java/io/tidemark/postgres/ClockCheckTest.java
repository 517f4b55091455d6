package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  @Test
  void a_log_that_is_ahead_of_the_servers_clock_is_noticed() {
    try (TestDatabase database = TestDatabase.create()) {
      Jdbc jdbc = new Jdbc(database.dataSource());
      PostgresMigrations.migrate(database.dataSource(), "tidemark");
      assertThat(ClockCheck.times(jdbc, "tidemark")).isEmpty();
      append(database);
      assertThat(ClockCheck.times(jdbc, "tidemark").orElseThrow().isAhead()).isFalse();

      jdbc.update("update tidemark.events set recorded_at = recorded_at + interval '1 hour'");
      append(database);
      ClockCheck.Times lifted = ClockCheck.times(jdbc, "tidemark").orElseThrow();
      assertThat(lifted.isAhead()).isTrue();
      assertThat(lifted.log()).isAfter(lifted.clock().plusSeconds(3_000));
    }
  }

  private static void append(TestDatabase database) {
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(
          StreamId.of("account", "1"),
          ExpectedVersion.any(),
          List.of(EventData.of("T", "{}"), EventData.of("T", "{}")));
    }
  }
}
