package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.StoreUnavailableException;
import io.tidemark.contract.CheckpointStoreContract;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All that a checkpoint store promises, on PostgreSQL, and what happens when a session is lost. */
class PostgresCheckpointStoreTest extends CheckpointStoreContract {
  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = LogDatabase.create();
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  private static Jdbc jdbc() {
    return new Jdbc(database.dataSource());
  }

  @Override
  protected CheckpointStore createStore() {
    jdbc().update("truncate tidemark.checkpoints");
    return PostgresCheckpointStore.of(database.dataSource(), "tidemark");
  }

  @Test
  void an_owner_whose_session_is_gone_moves_nothing_and_the_next_goes_on() {
    CheckpointStore store = createStore();
    Checkpoint first = new Checkpoint(UUID.randomUUID(), 0, Optional.empty(), 1);
    OwnedCheckpoint lost = store.tryOwn("mails", () -> first).orElseThrow();
    cutOwners();

    Optional<OwnedCheckpoint> next = store.tryOwn("mails", () -> first);

    assertThat(next).isPresent();
    try (OwnedCheckpoint owner = next.get()) {
      Checkpoint ahead =
          new Checkpoint(
              first.logId(), 5, Optional.of(UUID.randomUUID()), lost.checkpoint().epoch());
      assertThat(attempt(() -> lost.moveTo(ahead))).isFalse();
      assertThat(attempt(lost::confirm)).isFalse();
      lost.close();
      assertThat(owner.confirm()).isTrue();
      assertThat(store.find("mails")).contains(owner.checkpoint());
    }
  }

  private static boolean attempt(java.util.function.BooleanSupplier move) {
    try {
      return move.getAsBoolean();
    } catch (StoreUnavailableException lost) {
      return false;
    }
  }

  private static void cutOwners() {
    String holders =
        " from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()"
            + " and database = (select oid from pg_database where datname = current_database())";
    jdbc().query("select pg_terminate_backend(pid)" + holders, row -> true);
    Processes.await(
        "end of the sessions", () -> jdbc().query("select pid" + holders, row -> 1).isEmpty());
  }
}
