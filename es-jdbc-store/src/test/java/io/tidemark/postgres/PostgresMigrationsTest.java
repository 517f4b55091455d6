package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
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
