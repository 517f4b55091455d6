package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogInspectionTest {
  private TestDatabase database;
  private PostgresEventStore store;
  private LogInspection inspection;

  @BeforeEach
  void open() {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).schema("notes").build();
    inspection = LogInspection.of(store);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void the_ordering_lock_is_free_unless_somebody_holds_it() {
    assertThat(inspection.orderingLock()).isEqualTo(new OrderingLock(Optional.empty(), List.of()));
  }

  @Test
  void who_holds_the_ordering_lock_and_who_waits_for_it_is_told() {
    Instant before = inspection.serverTime();
    OrderingLock seen =
        new Jdbc(database.dataSource())
            .inTransaction(
                session -> {
                  session.update("set local application_name = 'night job'");
                  session.update("select pg_advisory_xact_lock(hashtextextended('notes', 7436))");
                  CompletableFuture<Void> append = CompletableFuture.runAsync(this::append);
                  Processes.await(
                      "an append that waits",
                      () -> !inspection.orderingLock().waiting().isEmpty() || append.isDone());
                  return inspection.orderingLock();
                });
    OrderingLock.Session holder = seen.holder().orElseThrow();
    assertThat(holder.application()).isEqualTo("night job");
    assertThat(holder.user()).isEqualTo(database.user());
    assertThat(holder.state()).contains("idle in transaction");
    assertThat(holder.since().orElseThrow()).isBetween(before, inspection.serverTime());
    assertThat(seen.waiting()).hasSize(1);
    assertThat(seen.waiting().get(0).since().orElseThrow())
        .isBetween(holder.since().orElseThrow(), inspection.serverTime());
    Processes.await("the append", () -> store.head() == 1);
    assertThat(inspection.orderingLock().holder()).isEmpty();
  }

  @Test
  void another_log_of_the_same_database_has_another_lock() {
    OrderingLock seen =
        new Jdbc(database.dataSource())
            .inTransaction(
                session -> {
                  session.update("select pg_advisory_xact_lock(hashtextextended('other', 7436))");
                  return inspection.orderingLock();
                });

    assertThat(seen.holder()).isEmpty();
  }

  @Test
  void what_a_role_may_not_see_is_left_out() {
    new Jdbc(database.dataSource())
        .inTransaction(
            session -> {
              session.update("select pg_advisory_xact_lock(hashtextextended('notes', 7436))");
              OrderingLock seen = asRoleWithoutRights();
              assertThat(seen.holder().orElseThrow().since()).isEmpty();
              assertThat(seen.holder().orElseThrow().state()).isEmpty();
              return seen;
            });
  }

  private OrderingLock asRoleWithoutRights() {
    String role = "viewer_" + database.name();
    Jdbc jdbc = new Jdbc(database.dataSource());
    jdbc.update("create role " + role);
    try {
      return jdbc.inTransaction(
          session -> {
            session.update("set local role " + role);
            return LogInspection.orderingLock(session, "notes");
          });
    } finally {
      jdbc.update("drop role " + role);
    }
  }

  @Test
  void sizes_grow_with_the_events() {
    LogSizes before = inspection.sizes();
    List<EventData> events =
        IntStream.range(0, 2_000).mapToObj(n -> EventData.of("T", "{\"n\":" + n + "}")).toList();
    store.append(StreamId.of("s", "1"), ExpectedVersion.any(), events);
    LogSizes after = inspection.sizes();

    assertThat(after.events()).isGreaterThan(before.events() + 100_000);
    assertThat(after.indexes()).isGreaterThan(before.indexes() + 100_000);
    assertThat(after.snapshots()).isEqualTo(before.snapshots());
    assertThat(after.others()).isEqualTo(before.others()).isPositive();
    assertThat(after.database()).isGreaterThan(after.events() + after.indexes());
  }

  @Test
  void connections_are_counted_by_application() {
    ServerConnections counted =
        new Jdbc(database.dataSource())
            .inSession(
                session -> {
                  session.update("set application_name = 'till'");
                  return inspection.connections();
                });

    assertThat(counted.toDatabase()).containsEntry("till", 1L);
    assertThat(counted.used()).isBetween(2L, counted.toServer());
    assertThat(counted.limit()).isGreaterThanOrEqualTo(counted.toServer());
  }

  @Test
  void the_newest_migration_is_the_version_of_the_schema() {
    assertThat(inspection.schemaVersion().orElseThrow()).matches("[1-9][0-9]*");
    Jdbc jdbc = new Jdbc(database.dataSource());
    jdbc.update("update notes.log_history set version = '99' where version = '1'");
    assertThat(inspection.schemaVersion()).isNotEqualTo(Optional.of("99"));

    jdbc.update("drop table notes.log_history");
    assertThat(inspection.schemaVersion()).isEmpty();
  }

  @Test
  void settings_that_are_off_are_those_that_the_server_has_off() {
    String fsync =
        new Jdbc(database.dataSource())
            .first("select current_setting('fsync')", row -> row.text(1))
            .orElseThrow();

    assertThat(inspection.durabilityOff().contains("fsync")).isEqualTo(fsync.equals("off"));
  }

  @Test
  void a_clock_that_is_behind_the_log_is_told_by_how_much() {
    append();
    assertThat(inspection.clockBehind()).isEmpty();
    new Jdbc(database.dataSource())
        .update("update notes.events set recorded_at = recorded_at + interval '1 hour'");

    assertThat(inspection.clockBehind().orElseThrow().toSeconds()).isBetween(3_000L, 3_600L);
  }

  private void append() {
    store.append(StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }
}
