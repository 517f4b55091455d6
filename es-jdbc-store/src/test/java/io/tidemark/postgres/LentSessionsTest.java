package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StoreUnavailableException;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done on a session that a pool has lent leaves no lock on it. */
class LentSessionsTest {
  private TestDatabase database;
  private Jdbc jdbc;
  private LendingPool pool;

  @BeforeEach
  void createPool() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    pool = new LendingPool(database.dataSource());
  }

  @AfterEach
  void close() throws SQLException {
    pool.close();
    database.close();
  }

  private List<String> advisoryLocks() {
    return jdbc.query(
        "select mode from pg_locks where locktype = 'advisory' and database ="
            + " (select oid from pg_database where datname = current_database())",
        row -> row.text(1));
  }

  @Test
  void a_migration_gives_its_lock_back() {
    PostgresMigrations.migrate(pool.dataSource(), "tidemark");
    assertThat(advisoryLocks()).isEmpty();
  }

  @Test
  void a_closed_store_listens_no_more() throws SQLException {
    try (PostgresEventStore store =
        PostgresEventStore.builder(database.dataSource())
            .directConnections(pool.dataSource())
            .build()) {
      assertThat(store.awaitBeyond(0, Duration.ofMillis(700))).isFalse();
    }
    List<Connection> idle = new ArrayList<>();
    for (Connection next = pool.idle(); next != null; next = pool.idle()) {
      idle.add(next);
    }
    assertThat(idle).isNotEmpty();
    for (Connection connection : idle) {
      try (connection;
          Statement statement = connection.createStatement();
          ResultSet channels = statement.executeQuery("select pg_listening_channels()")) {
        assertThat(channels.next()).isFalse();
      }
    }
  }

  @Test
  void an_ownership_that_fails_after_its_lock_leaves_the_checkpoint_to_others() {
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    jdbc.update(
        "create function full_disk() returns trigger language plpgsql as"
            + " $$ begin raise exception 'disk full' using errcode = '53100'; end $$");
    jdbc.update(
        "create trigger full_disk before update on tidemark.checkpoints execute function full_disk()");
    try (PostgresEventStore store =
        PostgresEventStore.builder(database.dataSource()).withoutMigration().build()) {
      PostgresCheckpointStore lent = PostgresCheckpointStore.of(pool.dataSource(), "tidemark");
      assertThatThrownBy(() -> lent.tryOwn("mails", () -> Checkpoint.beginningOf(store)))
          .isInstanceOf(StoreUnavailableException.class);
      jdbc.update("drop trigger full_disk on tidemark.checkpoints");

      PostgresCheckpointStore other = PostgresCheckpointStore.of(database.dataSource(), "tidemark");
      Optional<OwnedCheckpoint> owned = other.tryOwn("mails", () -> Checkpoint.beginningOf(store));
      assertThat(owned).isPresent();
      owned.orElseThrow().close();
    }
  }
}
