package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InfoTest {
  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    PostgresEventStore.builder(database.dataSource()).build().close();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_empty_log_has_figures_too() {
    JsonNode info = json();

    assertThat(info.get("log").get("head").asLong()).isZero();
    assertThat(info.get("log").has("first")).isFalse();
    assertThat(info.get("growth").has("eventsPerDay")).isFalse();
    assertThat(info.get("orderingLock").has("holder")).isFalse();
    assertThat(info(80).out()).contains("unknown: 0 events in 0 s", "Ordering lock  free");
  }

  @Test
  void a_log_younger_than_a_day_has_no_rate_per_day() {
    append(10);

    assertThat(json().get("growth").get("events").asLong()).isEqualTo(10);
    assertThat(json().get("growth").has("eventsPerDay")).isFalse();
    assertThat(info(80).out()).containsPattern("unknown: 10 events in \\d+ s, ");
  }

  @Test
  void growth_per_day_is_that_of_the_last_thirty_days_by_the_times_of_the_log() {
    append(1_000);
    jdbc.update(
        "update tidemark.events set recorded_at = clock_timestamp()"
            + " - interval '100 days' + position * interval '98 milliseconds'"
            + " where position <= 700");
    jdbc.update(
        "update tidemark.events set recorded_at = clock_timestamp() - interval '10 days'"
            + " + position * interval '1 millisecond' where position > 700");

    JsonNode growth = json().get("growth");

    assertThat(growth.get("events").asLong()).isEqualTo(300);
    assertThat(growth.get("eventsPerDay").asLong()).isEqualTo(10);
    long each = growth.get("bytesPerEvent").asLong();
    assertThat(each).isBetween(100L, 2_000L);
    assertThat(growth.get("bytesPerDay").asLong()).isBetween(10 * (each - 1), 10 * (each + 1));
    assertThat(info(80).fits(80).out())
        .contains("10 events, ", "30 d 0 h")
        .containsPattern("300 events\\s+since");
  }

  @Test
  void a_young_log_is_judged_by_its_own_age() {
    append(40);
    jdbc.update(
        "update tidemark.events set recorded_at = clock_timestamp() - interval '4 days'"
            + " + position * interval '1 millisecond'");

    assertThat(json().get("growth").get("events").asLong()).isEqualTo(40);
    assertThat(json().get("growth").get("eventsPerDay").asLong()).isEqualTo(10);
  }

  @Test
  void who_holds_the_ordering_lock_is_told_with_the_time() {
    String shown =
        jdbc.inTransaction(
            session -> {
              session.update("set local application_name = 'night job'");
              session.update("select pg_advisory_xact_lock(hashtextextended('tidemark', 7436))");
              JsonNode holder = json().get("orderingLock").get("holder");
              assertThat(holder.get("application").asString()).isEqualTo("night job");
              assertThat(holder.get("state").asString()).isEqualTo("idle in transaction");
              assertThat(holder.get("since").asString()).endsWith("Z");
              return info(200).out().replaceAll("\\s+", " ");
            });

    assertThat(shown)
        .contains("Ordering lock held by night job as " + database.user())
        .contains("in a transaction since 20");
    assertThat(info(80).out()).contains("Ordering lock  free");
  }

  @Test
  void sizes_connections_and_versions_are_those_of_the_server() {
    append(10);
    JsonNode info = json();

    assertThat(info.get("sizes").get("events").asLong()).isGreaterThanOrEqualTo(8_192);
    assertThat(info.get("sizes").get("indexes").asLong()).isGreaterThanOrEqualTo(3 * 8_192);
    assertThat(info.get("connections").get("database").asLong()).isPositive();
    assertThat(info.get("connections").get("limit").asLong()).isPositive();
    assertThat(info.get("versions").get("schema").asString()).matches("\\d+");
    assertThat(info.get("versions").get("server").asString())
        .isEqualTo(jdbc.first("show server_version", row -> row.text(1)).orElseThrow());
    assertThat(info.get("versions").get("java").asString())
        .isEqualTo(System.getProperty("java.version"));
    assertThat(info(80).fits(80).out()).contains("Size of log", "Snapshots", "PostgreSQL ");
    info(40).fits(40);
  }

  private void append(int count) {
    try (EventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(
          StreamId.of("counter", "red"),
          ExpectedVersion.any(),
          IntStream.range(0, count)
              .mapToObj(n -> EventData.of("Clicked", "{\"times\":1}"))
              .toList());
    }
  }

  private JsonNode json() {
    CounterRun run = run(CounterRun.PIPE, "admin", "info", "--json");
    assertThat(run.lines()).hasSize(1);
    return JsonMapper.shared().readTree(run.out());
  }

  private CounterRun info(int columns) {
    return run(columns, "admin", "info");
  }

  private CounterRun run(int columns, String... arguments) {
    return CounterRun.of(CounterRun.counters(database.dataSource(), "tidemark"), columns, arguments)
        .endedWith(ExitCode.DONE);
  }
}
