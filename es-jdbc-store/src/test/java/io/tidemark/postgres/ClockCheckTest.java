package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  @Test
  void a_log_that_is_ahead_of_the_servers_clock_is_noticed() {
    try (TestDatabase database = LogDatabase.create()) {
      Jdbc jdbc = new Jdbc(database.dataSource());
      PostgresMigrations.migrate(database.dataSource(), "tidemark");
      assertThat(ClockCheck.times(jdbc, "tidemark")).isEmpty();
      append(database);
      assertThat(ClockCheck.times(jdbc, "tidemark").orElseThrow().isAhead()).isFalse();

      lift(database);
      append(database);
      ClockCheck.Times lifted = ClockCheck.times(jdbc, "tidemark").orElseThrow();
      assertThat(lifted.isAhead()).isTrue();
      assertThat(lifted.log()).isAfter(lifted.clock().plusSeconds(3_000));
    }
  }

  @Test
  void a_clock_that_falls_behind_while_the_store_is_open_is_told_after_an_append() {
    HeardStore heard = HeardStore.detaching();
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store = open(database, heard, Duration.ofMillis(1))) {
      append(store);
      lift(database);
      Processes.await(
          "the news of the clock",
          () -> {
            append(store);
            return !heard.behind.isEmpty();
          });
      assertThat(heard.behind).allMatch(by -> by.toSeconds() > 3_000 && by.toSeconds() <= 3_600);
    }
  }

  @Test
  void is_told_when_the_store_opens_and_then_no_more_before_the_interval_is_over() {
    HeardStore heard = HeardStore.detaching();
    try (TestDatabase database = LogDatabase.create()) {
      append(database);
      lift(database);
      try (PostgresEventStore store = open(database, heard, Duration.ofHours(1))) {
        for (int n = 0; n < 20; n++) {
          append(store);
        }
      }
      assertThat(heard.behind).hasSize(1);
    }
  }

  @Test
  void a_clock_that_is_right_is_not_complained_about() {
    HeardStore heard = HeardStore.detaching();
    try (TestDatabase database = LogDatabase.create()) {
      try (PostgresEventStore store = open(database, heard, Duration.ofNanos(1))) {
        for (int n = 0; n < 20; n++) {
          append(store);
        }
      }
      assertThat(heard.behind).isEmpty();
    }
  }

  private static PostgresEventStore open(
      TestDatabase database, HeardStore heard, Duration interval) {
    return PostgresEventStore.builder(database.dataSource())
        .listener(heard)
        .clockInterval(interval)
        .build();
  }

  private static void lift(TestDatabase database) {
    new Jdbc(database.dataSource())
        .update("update tidemark.events set recorded_at = recorded_at + interval '1 hour'");
  }

  private static void append(TestDatabase database) {
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      append(store);
    }
  }

  private static void append(PostgresEventStore store) {
    store.append(
        StreamId.of("account", "1"),
        ExpectedVersion.any(),
        List.of(EventData.of("T", "{}"), EventData.of("T", "{}")));
  }
}
