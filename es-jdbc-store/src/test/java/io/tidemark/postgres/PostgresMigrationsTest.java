package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.UnreadableEventException;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresMigrationsTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void many_may_start_at_once_on_an_empty_database() {
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try {
      List<CompletableFuture<Void>> starts =
          Stream.generate(
                  () ->
                      CompletableFuture.runAsync(
                          () -> PostgresMigrations.migrate(database.dataSource(), "tidemark"),
                          threads))
              .limit(5)
              .toList();
      starts.forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
    assertThat(
            new Jdbc(database.dataSource())
                .query("select only_row from tidemark.log", row -> row.truth(1)))
        .containsExactly(true);
  }

  @Test
  void two_logs_live_side_by_side_in_one_database() {
    try (PostgresEventStore one =
            PostgresEventStore.builder(database.dataSource()).schema("one").build();
        PostgresEventStore two =
            PostgresEventStore.builder(database.dataSource()).schema("two").build()) {
      one.append(STREAM, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}")));
      assertThat(two.head()).isZero();
      assertThat(one.logId()).isNotEqualTo(two.logId());
    }
  }

  @Test
  void a_role_that_may_only_call_append_can_append_and_read_but_not_tamper() {
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    Jdbc owner = new Jdbc(database.dataSource());
    String role = "app_" + database.name();
    owner.update("create role " + role + " login password 'app'");
    try {
      owner.update("grant usage on schema tidemark to " + role);
      owner.update("grant select on all tables in schema tidemark to " + role);
      owner.update("grant execute on all functions in schema tidemark to " + role);
      DataSource application = as(role);
      try (PostgresEventStore store =
          PostgresEventStore.builder(application).withoutMigration().build()) {
        store.append(STREAM, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}")));
        assertThat(store.head()).isEqualTo(1);
      }
      Jdbc tampering = new Jdbc(application);
      for (String statement :
          List.of(
              "update tidemark.events set data = '[]'",
              "delete from tidemark.events",
              "truncate tidemark.events",
              "insert into tidemark.events select 0, 2, occurred_at, recorded_at,"
                  + " gen_random_uuid(), category, key, type, data, metadata from tidemark.events",
              "alter table tidemark.events disable trigger all",
              "set session_replication_role = replica")) {
        assertThatThrownBy(() -> tampering.update(statement))
            .as(statement)
            .isInstanceOfSatisfying(
                StatementFailedException.class,
                refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
      }
    } finally {
      owner.update("drop owned by " + role);
      owner.update("drop role " + role);
    }
  }

  /** As the code before the first release made it: the same tables, all functions in V1. */
  private void migrateAsAtFirst() {
    Flyway.configure()
        .dataSource(database.dataSource())
        .schemas("tidemark")
        .table("log_history")
        .locations("classpath:io/tidemark/postgres/first-migration")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .placeholders(Map.of("schema", "tidemark"))
        .load()
        .migrate();
  }

  private static final String FIRST_APPEND =
      "select tidemark.append_one('%s', '1', -1, gen_random_uuid(), 'T', '{}', '{}', 0)";

  @Test
  void a_log_of_the_first_form_opens_with_its_events_and_rights_and_gets_the_checks() {
    migrateAsAtFirst();
    Jdbc owner = new Jdbc(database.dataSource());
    owner.query(FIRST_APPEND.formatted("account"), row -> 1);
    UUID logId = owner.first("select log_id from tidemark.log", row -> row.uuid(1)).orElseThrow();
    String role = "app_" + database.name();
    owner.update("create role " + role + " login password 'app'");
    try {
      owner.update("grant usage on schema tidemark to " + role);
      owner.update("grant select on tidemark.log, tidemark.events, tidemark.event_log to " + role);
      owner.update("grant execute on all functions in schema tidemark to " + role);
      PostgresMigrations.migrate(database.dataSource(), "tidemark");
      PostgresMigrations.migrate(database.dataSource(), "tidemark");
      try (PostgresEventStore store =
          PostgresEventStore.builder(as(role)).withoutMigration().build()) {
        assertThat(store.logId()).isEqualTo(logId);
        List<EventData> two = List.of(EventData.of("T", "{}"), EventData.of("T", "{}"));
        store.append(STREAM, ExpectedVersion.exactly(1), two);
        assertThat(store.readStream(StreamQuery.of(STREAM)).toList()).hasSize(3);
      }
      assertThat(new Jdbc(as(role)).query("select data from tidemark.event_log", row -> 1))
          .hasSize(3);
      assertThat(checkIsValid(owner)).isTrue();
    } finally {
      owner.update("drop owned by " + role);
      owner.update("drop role " + role);
    }
  }

  private static boolean checkIsValid(Jdbc owner) {
    return owner
        .first(
            "select convalidated from pg_constraint where conname = 'events_counted'",
            row -> row.truth(1))
        .orElseThrow();
  }

  private static final String AT_POSITION =
      "insert into tidemark.events select %d, 7, occurred_at, recorded_at, gen_random_uuid(),"
          + " 'account', key, type, data, metadata from tidemark.events";

  @Test
  void rows_that_do_not_pass_the_checks_stay_and_no_other_come() {
    migrateAsAtFirst();
    Jdbc owner = new Jdbc(database.dataSource());
    owner.query(FIRST_APPEND.formatted("no-category"), row -> 1);
    owner.update(AT_POSITION.formatted(-7));
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    assertThat(checkIsValid(owner)).isFalse();
    assertThatThrownBy(() -> owner.update(AT_POSITION.formatted(-8)))
        .hasMessageContaining("events_counted");
    assertThatThrownBy(() -> owner.query(FIRST_APPEND.formatted("no-category"), row -> 1))
        .hasMessageContaining("Cannot append: expected categories");
    owner.query(FIRST_APPEND.formatted("account"), row -> 1);
    assertThat(owner.query("select 1 from tidemark.events", row -> 1)).hasSize(3);
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build();
        Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      assertThatThrownBy(events::toList)
          .isInstanceOfSatisfying(
              UnreadableEventException.class,
              unreadable -> assertThat(unreadable.position()).isEqualTo(1))
          .hasMessageContaining("Cannot read the event at position 1, type T")
          .hasMessageContaining("no-category");
    }
  }

  @Test
  void any_other_change_of_what_was_applied_is_refused() {
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    Jdbc owner = new Jdbc(database.dataSource());
    for (String version : List.of("1", "2")) {
      owner.update(
          "update tidemark.log_history set checksum = checksum + 1 where version = ?", version);
      assertThatThrownBy(() -> PostgresMigrations.migrate(database.dataSource(), "tidemark"))
          .hasMessageContaining("checksum mismatch for migration version " + version);
      owner.update(
          "update tidemark.log_history set checksum = checksum - 1 where version = ?", version);
    }
  }

  @Test
  void what_was_run_is_known_without_flyway_and_what_was_not_is_run() {
    DataSource dataSource = database.dataSource();
    Jdbc owner = new Jdbc(dataSource);
    assertThat(MigrationHistory.isUpToDate(dataSource, "tidemark")).isFalse();
    PostgresMigrations.migrate(dataSource, "tidemark");
    assertThat(MigrationHistory.isUpToDate(dataSource, "tidemark")).isTrue();
    assertThat(MigrationHistory.isUpToDate(dataSource, "other")).isFalse();
    PostgresMigrations.migrate(dataSource, "other");
    assertThat(MigrationHistory.isUpToDate(dataSource, "other")).isTrue();

    owner.update(
        "update other.log_history set checksum = checksum + 1 where script = 'R__append.sql'");
    owner.update("drop function other.append");
    assertThat(MigrationHistory.isUpToDate(dataSource, "other")).isFalse();
    PostgresMigrations.migrate(dataSource, "other");
    assertThat(MigrationHistory.isUpToDate(dataSource, "other")).isTrue();
    assertThat(
            owner.query(
                "select 1 from pg_proc where proname = 'append' and pronamespace = 'other'::regnamespace",
                row -> 1))
        .hasSize(1);
    owner.update("update other.log_history set success = false where version = '5'");
    assertThat(MigrationHistory.isUpToDate(dataSource, "other")).isFalse();
  }

  @Test
  void functions_of_others_in_the_same_schema_keep_their_rights() {
    Jdbc owner = new Jdbc(database.dataSource());
    owner.update("create function public.theirs() returns int language sql as 'select 1'");
    PostgresMigrations.migrate(database.dataSource(), "public");
    assertThat(executableByAll(owner)).containsExactly("json_depth", "jsonb_or_null", "theirs");
  }

  private static List<String> executableByAll(Jdbc owner) {
    return owner.query(
        "select proname from pg_proc p where pronamespace = 'public'::regnamespace"
            + " and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))"
            + " order by proname",
        row -> row.text(1));
  }

  private DataSource as(String role) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl());
    dataSource.setUser(role);
    dataSource.setPassword("app");
    return dataSource;
  }

  @Test
  void a_schema_name_that_is_not_a_plain_identifier_is_refused() {
    for (String name : List.of("", "x; drop table y", "Log", "a-b", "1a", "a\"b", "x".repeat(49))) {
      assertThatThrownBy(() -> PostgresEventStore.builder(database.dataSource()).schema(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }
}
